// SPDX-License-Identifier: Apache-2.0
// Dragging with the mouse or pen: a copy follows the pointer, the place beneath is named by its
// attribute `data-PLACE`. Fingers scroll instead; they and the keyboard need another way.
import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type PointerEvent as ReactPointerEvent,
} from 'react';

const kThreshold = 6;

export interface Drag<Item> {
  item: Item;
  over: string | null;
}

// The copy that follows the pointer.
function ghostOf(lifted: HTMLElement, box: DOMRect): HTMLElement {
  const ghost = lifted.cloneNode(true) as HTMLElement;
  Object.assign(ghost.style, {
    position: 'fixed',
    left: `${box.left}px`,
    top: `${box.top}px`,
    width: `${box.width}px`,
    height: `${box.height}px`,
    zIndex: '500',
    pointerEvents: 'none',
    boxShadow: 'var(--shadow)',
    contentVisibility: 'visible',
  });
  ghost.setAttribute('aria-hidden', 'true');
  document.body.append(ghost);
  return ghost;
}

const placeAt = (at: PointerEvent, place: string) =>
  document
    .elementFromPoint(at.clientX, at.clientY)
    ?.closest<HTMLElement>(`[data-${place}]`)
    ?.getAttribute(`data-${place}`) ?? null;

// The click that ends a drag must not open what was dragged.
function swallowClick() {
  const swallow = (click: MouseEvent) => {
    click.preventDefault();
    click.stopPropagation();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 50);
}

// Follows the pointer until it lets go (true) or the drag is called off (false); gives what stops
// following.
function follow(move: (at: PointerEvent) => void, finish: (dropped: boolean) => void): () => void {
  const up = () => finish(true);
  const cancel = () => finish(false);
  const key = (pressed: KeyboardEvent) => {
    if (pressed.key !== 'Escape') return;
    pressed.preventDefault();
    finish(false);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', up);
  window.addEventListener('pointercancel', cancel);
  window.addEventListener('keydown', key, true);
  return () => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', up);
    window.removeEventListener('pointercancel', cancel);
    window.removeEventListener('keydown', key, true);
  };
}

export function useDrag<Item>(place: string, drop: (item: Item, place: string) => void) {
  const [drag, setDrag] = useState<Drag<Item> | null>(null);
  const stop = useRef<(() => void) | null>(null);
  const onDrop = useRef(drop);
  useEffect(() => {
    onDrop.current = drop;
  });
  useEffect(() => () => stop.current?.(), []);

  const grab = useCallback(
    (event: ReactPointerEvent<HTMLElement>, item: Item) => {
      if (event.button !== 0 || event.pointerType === 'touch') return;
      const lifted = event.currentTarget;
      const box = lifted.getBoundingClientRect();
      const start = { x: event.clientX, y: event.clientY };
      let ghost: HTMLElement | null = null;
      let over: string | null = null;

      const move = (at: PointerEvent) => {
        const [x, y] = [at.clientX - start.x, at.clientY - start.y];
        if (!ghost) {
          if (Math.hypot(x, y) < kThreshold) return;
          ghost = ghostOf(lifted, box);
          setDrag({ item, over: null });
        }
        ghost.style.transform = `translate(${x}px, ${y}px) rotate(1deg)`;
        const found = placeAt(at, place);
        if (found !== over) setDrag({ item, over: (over = found) });
      };
      const finish = (dropped: boolean) => {
        stop.current?.();
        stop.current = null;
        if (!ghost) return;
        ghost.remove();
        setDrag(null);
        swallowClick();
        if (dropped && over !== null) onDrop.current(item, over);
      };
      stop.current = follow(move, finish);
    },
    [place],
  );
  return { drag, grab };
}
