/** The extractor of the desktop app, in a utility process. The first message brings the port to the engine. */
import '../../engine/extraction/deny-network.ts';

const { parentPort } = process;
parentPort.once('message', ({ ports }) => {
  const [port] = ports;
  if (port === undefined) throw new Error('The extractor was given no port');
  // An engine that dies takes its extractor along.
  port.on('close', () => process.exit(0));
  void (async () => {
    const { serveExtractor } = await import('../../engine/extraction/serve-extractor.ts');
    const { extractFile } = await import('../../engine/extraction/extract-file.ts');
    serveExtractor(
      {
        send: (message) => port.postMessage(message),
        onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
      },
      extractFile,
    );
    port.start();
  })();
});
