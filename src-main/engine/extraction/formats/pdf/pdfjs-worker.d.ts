// The package has no types for its worker, which is only handed to pdf.js and never used by us.
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: unknown;
}
