// SPDX-License-Identifier: Apache-2.0
// Holds the one event stream of this browser and hands every event to all tabs; closes with the
// last tab.
const ports = new Set<MessagePort>();
let source: EventSource | null = null;

const tell = (message: unknown) => ports.forEach((port) => port.postMessage(message));

function open(address: string) {
  if (source && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource(address, { withCredentials: true });
  source.addEventListener('change', (event) =>
    tell({ type: 'change', change: JSON.parse((event as MessageEvent).data) }),
  );
  source.onopen = () => tell({ type: 'open' });
  source.onerror = () => tell({ type: 'lost' });
}

(self as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = (event) => {
  const port = event.ports[0]!;
  ports.add(port);
  port.onmessage = ({ data }) => {
    if (data.type === 'listen') open(data.address as string);
    if (data.type === 'leave') ports.delete(port);
    if (ports.size === 0) {
      source?.close();
      source = null;
    }
  };
};
