/**
 * Which places of the inbox the index may not know yet: one line for each (for objects that arrive, their series), written before anything happens there, so that a process killed
 * at any moment finds out at the next start what to look at, without looking at everything.
 */
import path from 'node:path';
import { systemCode, type Files } from './files.ts';

export class Journal {
  readonly #files: Files;
  readonly #file: string;
  #fd: number | undefined;
  #empty = false;
  #holds = 0;
  /** What was written since the journal was last forgotten. */
  readonly #announced = new Set<string>();

  /** @param folder where the journal lies; it must be there. */
  constructor(files: Files, folder: string) {
    this.#files = files;
    this.#file = path.join(folder, 'journal');
  }

  /** The places announced and not forgotten. A line that was cut off names nothing: what it announced never began. */
  places(): readonly string[] {
    try {
      return [...new Set(this.#files.readFileSync(this.#file, 'utf8').split('\n').slice(0, -1))];
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  /** @param place a file or a folder, relative to the inbox's folder. @throws what the system says when it cannot be written. */
  announce(place: string): void {
    if (this.#announced.has(place)) return;
    this.#files.writeSync(this.#opened(), `${place}\n`);
    this.#empty = false;
    this.#announced.add(place);
  }

  /** Keeps what is announced from now on until the returned function is called: work that gives way is not yet in the index. */
  hold(): () => void {
    this.#holds += 1;
    return () => {
      this.#holds -= 1;
    };
  }

  /** The index has everything that was announced, unless somebody holds it. */
  forget(): void {
    if (this.#empty || this.#holds > 0) return;
    this.#announced.clear();
    this.#files.ftruncateSync(this.#opened());
    this.#empty = true;
  }

  close(): void {
    if (this.#fd !== undefined) this.#files.closeSync(this.#fd);
    this.#fd = undefined;
  }

  #opened(): number {
    return (this.#fd ??= this.#files.openSync(this.#file, 'a', 0o644));
  }
}
