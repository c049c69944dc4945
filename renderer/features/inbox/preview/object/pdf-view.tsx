/** An encapsulated PDF, page below page, each drawn when it comes into sight; its text can be copied. */
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { copy } from '../../../../commands/remedies.ts';
import { attempt } from '../../../../commands/action.ts';
import { countText } from '../../../../format/quantity.ts';
import { Button } from '../../../../ui/button.tsx';
import { useGantry } from '../../../../use-gantry.ts';
import { useSize } from '../use-size.ts';
import { openPdf, type PdfDocument } from './pdf.ts';
import styles from './object.module.css';

type Opened =
  { readonly kind: 'opening' } | { readonly kind: 'open'; readonly pdf: PdfDocument } | { readonly kind: 'failed'; readonly why: string };

/** A document of more pages is longer than anybody reads here. */
const MOST_PAGES = 500;

const usePdf = (instanceId: number): Opened => {
  const { api } = useGantry();
  const [opened, setOpened] = useState<Opened>({ kind: 'opening' });
  useEffect(() => {
    const stop = new AbortController();
    let pdf: PdfDocument | undefined;
    const open = async (): Promise<Opened> => {
      const answer = await api.call('objects.payload', { instanceId }, stop.signal);
      if (answer.kind === 'none') return { kind: 'failed', why: answer.reason };
      pdf = await openPdf(answer.bytes);
      if (stop.signal.aborted) pdf.close();
      return { kind: 'open', pdf };
    };
    open().then(
      (now) => {
        if (!stop.signal.aborted) setOpened(now);
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setOpened({ kind: 'failed', why: whyOf(error) });
      },
    );
    return () => {
      stop.abort();
      pdf?.close();
    };
  }, [api, instanceId]);
  return opened;
};

const whyOf = (error: unknown): string => {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return 'The PDF is locked by a password. Save it to open it in its own program.';
  if (name === 'InvalidPDFException') return 'The PDF is damaged. Save it to try another program.';
  return `The PDF cannot be shown (${error instanceof Error ? error.message : String(error)}).`;
};

export const PdfView = ({ instanceId }: { readonly instanceId: number }): ReactElement => {
  const gantry = useGantry();
  const opened = usePdf(instanceId);
  if (opened.kind === 'failed') return <p role="alert">{opened.why}</p>;
  if (opened.kind === 'opening') return <p className="faint">Opening…</p>;
  const { pdf } = opened;
  const shown = Math.min(pdf.pages, MOST_PAGES);
  const copyText = () =>
    attempt(gantry, async () => {
      const pages = await Promise.all(Array.from({ length: shown }, (_, index) => pdf.text(index + 1)));
      await copy(gantry, pages.join('\n\n').slice(0, 1_000_000), 'Text of the document copied');
    });
  return (
    <section className={styles.pages} aria-label={`PDF, ${countText(pdf.pages)} ${pdf.pages === 1 ? 'page' : 'pages'}`}>
      <p className={styles.save}>
        <Button tone="quiet" onClick={() => void copyText()}>
          Copy its text
        </Button>
        <span className="faint">
          {countText(pdf.pages)} {pdf.pages === 1 ? 'page' : 'pages'}
        </span>
      </p>
      {Array.from({ length: shown }, (_, index) => (
        <Page key={index} pdf={pdf} number={index + 1} />
      ))}
      {pdf.pages > shown && <p className="faint">and {countText(pdf.pages - shown)} more pages: save the file to read them</p>}
    </section>
  );
};

/** DIN A4 until the page has said its own size. */
const PAPER = { width: 595, height: 842 };

const Page = ({ pdf, number }: { readonly pdf: PdfDocument; readonly number: number }): ReactElement => {
  const ref = useRef<HTMLCanvasElement>(null);
  const [watch, { width }] = useSize();
  const [size, setSize] = useState(PAPER);
  const [seen, setSeen] = useState(false);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return undefined;
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true), {
      rootMargin: '600px',
    });
    observer.observe(canvas);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!seen) return;
    pdf.size(number).then(setSize, () => undefined);
  }, [pdf, number, seen]);
  useEffect(() => {
    const canvas = ref.current;
    if (!seen || canvas === null || width === 0) return undefined;
    const stop = new AbortController();
    pdf.draw(number, canvas, { width, signal: stop.signal }).catch((error: unknown) => {
      if (!stop.signal.aborted) setTrouble(error instanceof Error ? error.message : String(error));
    });
    return () => stop.abort();
  }, [pdf, number, seen, width]);
  return (
    <div ref={watch} className={styles.page} style={{ aspectRatio: `${String(size.width)} / ${String(size.height)}` }}>
      <canvas ref={ref} role="img" aria-label={`Page ${String(number)}`} />
      {trouble !== '' && <p role="alert">This page cannot be drawn ({trouble}).</p>}
    </div>
  );
};
