import { inflated } from './engine-files.ts';
import type { CompileReply, CompileRequest } from './compile-module.ts';

/**
 * Inflates and compiles a WebAssembly module while its bytes still arrive. Whether they are the right ones is known only
 * at their end: nothing of the module runs before the page says so.
 */
const reply = (message: CompileReply) => postMessage(message);

let incoming: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
let compiling: Promise<WebAssembly.Module> | undefined;

function begin(): void {
  const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (controller) => void (incoming = controller) });
  compiling = WebAssembly.compileStreaming(inflated(bytes, 'application/wasm'));
  // Looked at when the bytes are all there: of wrong bytes there is something better to say.
  compiling.catch(() => undefined);
}

addEventListener('message', ({ data }: MessageEvent<CompileRequest>) => {
  if (data.action === 'begin') begin();
  else if (data.action === 'bytes') incoming?.enqueue(data.bytes);
  else {
    incoming?.close();
    compiling?.then(
      (module) => reply({ module }),
      (error: unknown) => reply({ failure: String(error) }),
    );
  }
});
