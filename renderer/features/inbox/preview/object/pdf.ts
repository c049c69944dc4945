/**
 * PDF.js behind one small face, loaded when the first document is opened. Parsing runs in a web worker of the page; nothing is evaluated, nothing
 * is fetched but the fonts and character maps that lie beside the page, scripts and links of the document do nothing.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

export interface PdfDocument {
  readonly pages: number;
  /** Width and height of a page in points, from 1. */
  readonly size: (page: number) => Promise<{ readonly width: number; readonly height: number }>;
  /** Draws a page onto a canvas of `width` CSS pixels. Rejects when the signal fires. */
  readonly draw: (
    page: number,
    canvas: HTMLCanvasElement,
    options: { readonly width: number; readonly signal: AbortSignal },
  ) => Promise<void>;
  readonly text: (page: number) => Promise<string>;
  readonly close: () => void;
}

/** The page's policy lets a worker begin only from a URL that somebody vouches for. */
const trusted = (url: string): string => {
  const policy = globalThis.trustedTypes?.createPolicy('pdf-worker', { createScriptURL: (wanted) => wanted });
  return policy === undefined ? url : policy.createScriptURL(url);
};

/** A page larger than this is drawn coarser: a hostile one may be miles wide. */
const MOST_PIXELS = 16_000_000;

export const openPdf = async (bytes: Uint8Array): Promise<PdfDocument> => {
  const library = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const port = new Worker(trusted(workerUrl), { type: 'module' });
  const worker = library.PDFWorker.create({ port });
  const besides = (folder: string): string => new URL(`pdf/${folder}/`, document.baseURI).href;
  const task = library.getDocument({
    data: bytes,
    worker,
    isEvalSupported: false,
    enableXfa: false,
    useWorkerFetch: false,
    useWasm: false,
    cMapUrl: besides('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: besides('standard_fonts'),
    wasmUrl: besides('wasm'),
    maxImageSize: 1 << 26,
  });
  const close = (): void => {
    void task.destroy();
    port.terminate();
  };
  try {
    return face(await task.promise, close);
  } catch (error) {
    close();
    throw error;
  }
};

const face = (pdf: PDFDocumentProxy, close: () => void): PdfDocument => ({
  pages: pdf.numPages,
  size: async (number) => {
    const { width, height } = (await pdf.getPage(number)).getViewport({ scale: 1 });
    return { width, height };
  },
  draw: async (number, canvas, { width, signal }) => {
    const page = await pdf.getPage(number);
    signal.throwIfAborted();
    const whole = page.getViewport({ scale: 1 });
    const wanted = (width / whole.width) * globalThis.devicePixelRatio;
    const most = Math.sqrt(MOST_PIXELS / (whole.width * whole.height));
    const viewport = page.getViewport({ scale: Math.min(wanted, most) });
    canvas.width = Math.max(1, Math.round(viewport.width));
    canvas.height = Math.max(1, Math.round(viewport.height));
    const drawing = page.render({ canvas, viewport });
    signal.addEventListener('abort', () => drawing.cancel(), { once: true });
    await drawing.promise;
  },
  text: async (number) => {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
  },
  close,
});
