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

      const lift = () => {
        ghost = lifted.cloneNode(true) as HTMLElement;
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
        setDrag({ item, over: null });
      };
      const move = (at: PointerEvent) => {
        if (!ghost && Math.hypot(at.clientX - start.x, at.clientY - start.y) < kThreshold) return;
        if (!ghost) lift();
        ghost!.style.transform = `translate(${at.clientX - start.x}px, ${at.clientY - start.y}px) rotate(1deg)`;
        const found =
          document
            .elementFromPoint(at.clientX, at.clientY)
            ?.closest<HTMLElement>(`[data-${place}]`)
            ?.getAttribute(`data-${place}`) ?? null;
        if (found !== over) setDrag({ item, over: (over = found) });
      };
      const swallow = (click: MouseEvent) => {
        click.preventDefault();
        click.stopPropagation();
      };
      const finish = (dropped: boolean) => {
        stop.current?.();
        if (!ghost) return;
        ghost.remove();
        setDrag(null);
        // The click that ends a drag must not open what was dragged.
        window.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 50);
        if (dropped && over !== null) onDrop.current(item, over);
      };
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
      stop.current = () => {
        window.removeEventListener('pointermove', move);
        window.removeEventListener('pointerup', up);
        window.removeEventListener('pointercancel', cancel);
        window.removeEventListener('keydown', key, true);
        stop.current = null;
      };
    },
    [place],
  );
  return { drag, grab };
}
