/**
 * Objects that were refused for what they are, kept as they came: `quarantine/<time>-<n>.dcm` and a note beside each that says who sent it
 * and why it was refused. The oldest go when there are too many; none of them was ever acknowledged.
 */
import path from 'node:path';
import type { Files } from './files.ts';
import { QUARANTINE } from './layout.ts';

export const MOST_KEPT = 500;
export const MOST_BYTES = 2 * 1024 * 1024 * 1024;

/** Nothing of the patient's. */
export interface QuarantineNote {
  readonly at: string;
  readonly status: number;
  readonly reason: string;
  readonly fromTitle: string;
  readonly fromAddress: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
}

export interface Kept {
  readonly name: string;
  readonly bytes: number;
}

export class Quarantine {
  readonly #files: Files;
  readonly #folder: string;
  #kept: Kept[] | undefined;
  #number = 0;

  constructor(files: Files, inbox: string) {
    this.#files = files;
    this.#folder = path.join(inbox, QUARANTINE);
  }

  /** Moves a finished file here. Returns its new path. @throws what the system says. */
  keep(file: string, note: QuarantineNote): string {
    this.#files.mkdirSync(this.#folder, { recursive: true });
    const kept = (this.#kept ??= this.#list());
    let name: string;
    do {
      this.#number += 1;
      name = `${note.at.slice(0, 19).replaceAll(':', '-')}-${this.#number}.dcm`;
    } while (this.#files.existsSync(this.#path(name)));
    const bytes = this.#files.statSync(file).size;
    this.#files.writeFileSync(this.#path(name.replace(/dcm$/, 'json')), `${JSON.stringify(note, null, 2)}\n`);
    this.#files.renameSync(file, this.#path(name));
    kept.push({ name, bytes });
    this.#makeRoom(kept);
    return this.#path(name);
  }

  /** Oldest first. */
  list(): readonly Kept[] {
    return (this.#kept ??= this.#list());
  }

  #path(name: string): string {
    return path.join(this.#folder, name);
  }

  #list(): Kept[] {
    if (!this.#files.existsSync(this.#folder)) return [];
    const names = this.#files.readdirSync(this.#folder).filter((name) => name.endsWith('.dcm'));
    return names.sort().map((name) => ({ name, bytes: this.#files.statSync(this.#path(name)).size }));
  }

  #makeRoom(kept: Kept[]): void {
    let bytes = kept.reduce((sum, one) => sum + one.bytes, 0);
    while (kept.length > MOST_KEPT || (bytes > MOST_BYTES && kept.length > 1)) {
      const [oldest] = kept.splice(0, 1);
      if (!oldest) return;
      bytes -= oldest.bytes;
      this.#files.rmSync(this.#path(oldest.name), { force: true });
      this.#files.rmSync(this.#path(oldest.name.replace(/dcm$/, 'json')), { force: true });
    }
  }
}
