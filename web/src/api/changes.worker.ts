// SPDX-License-Identifier: Apache-2.0
// Holds the one event stream of this browser and hands every event to all tabs; closes with the
// last tab.
import { keepOpen, type StreamMessage } from './stream';

const ports = new Set<MessagePort>();
let close: (() => void) | null = null;
let state: StreamMessage | null = null; // open or lost, for tabs that come later

function tell(message: StreamMessage) {
  if (message.type === 'open' || message.type === 'lost') state = message;
  ports.forEach((port) => port.postMessage(message));
}

(self as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = (event) => {
  const port = event.ports[0]!;
  port.onmessage = ({ data }) => {
    if (data.type === 'listen') {
      ports.add(port);
      if (!close) close = keepOpen(data.address as string, tell);
      else if (state) port.postMessage(state);
    }
    if (data.type === 'leave') ports.delete(port);
    if (ports.size === 0) {
      close?.();
      close = null;
      state = null;
    }
  };
};
