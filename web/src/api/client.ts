// SPDX-License-Identifier: Apache-2.0
// The one door to the server: addresses relative to the page (any path prefix), language, session,
// errors in one shape. Everything else in api/ is built on `request`.
import { currentLanguage } from '@/base/i18n/i18n';

export interface ErrorDetail {
  code: string;
  target?: string;
  message: string;
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = '',
    readonly target = '',
    readonly details: ErrorDetail[] = [],
    readonly trace = '',
  ) {
    super(message);
    this.name = 'ApiError';
  }
  get isConflict() {
    return this.status === 412;
  }
  get isOffline() {
    return this.status === 0;
  }
}

// What the server says: its sentence, and of faults that no input shows which ones. `shown` names
// the targets that stand beside their input already.
export function reasonOf(error: unknown, otherwise: string, shown: string[] = []): string {
  if (!(error instanceof ApiError) || !error.message) return otherwise;
  const further = error.details
    .filter(({ target }) => !shown.includes((target ?? '').split('/')[0]!))
    .map(({ message }) => message)
    .filter((text) => text && !error.message.includes(text));
  return [error.message, ...new Set(further)].join(' ');
}

// The network or a restarting server is away for a moment: work on the server goes on.
export const isAway = (error: unknown) =>
  error instanceof ApiError && (error.isOffline || [502, 503, 504].includes(error.status));

export interface RequestOptions {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

type Listener = () => void;
const sessionListeners = new Set<Listener>();

// Called when a request finds that the session has ended.
export const sessionOver = () => sessionListeners.forEach((listener) => listener());

export function onSessionEnd(listener: Listener): () => void {
  sessionListeners.add(listener);
  return () => sessionListeners.delete(listener);
}

// Writes that found the session ended wait for it to begin again, and are then sent once more: what
// somebody was saving is saved. Somebody else at the same desk sends nothing of theirs.
const waiting = new Set<(again: boolean) => void>();
export function sessionBegun(isSamePerson: boolean) {
  for (const go of waiting) go(isSamePerson);
  waiting.clear();
}
const nextSession = (signal?: AbortSignal) =>
  new Promise<boolean>((go) => {
    waiting.add(go);
    signal?.addEventListener('abort', () => go(false));
  });

// The page's own address without its fragment: the application may live under a path prefix.
export const addressOf = (path: string) =>
  new URL(path.replace(/^\//, ''), new URL('.', document.baseURI)).toString();

async function errorOf(response: Response): Promise<ApiError> {
  try {
    const body = await response.json();
    const error = body.error ?? {};
    const trace = String(body.trace_id ?? '');
    return new ApiError(
      response.status,
      error.message ?? response.statusText,
      error.code,
      error.target,
      error.details ?? [],
      trace,
    );
  } catch {
    return new ApiError(response.status, response.statusText || String(response.status));
  }
}

export async function request<T>(
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<T> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': currentLanguage(),
    ...options.headers,
  };
  const isForm = options.body instanceof FormData;
  if (options.body !== undefined && !isForm) headers['Content-Type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(addressOf(path), {
      method,
      headers,
      signal: options.signal,
      credentials: 'same-origin',
      body:
        options.body === undefined
          ? undefined
          : isForm
            ? (options.body as FormData)
            : JSON.stringify(options.body),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError(0, '', 'offline');
  }
  if (response.status === 401 && !path.startsWith('auth/') && sessionListeners.size > 0) {
    const isWrite = method !== 'GET';
    const next = isWrite && nextSession(options.signal);
    sessionOver();
    if (next && (await next)) return request<T>(method, path, options);
  }
  if (!response.ok) throw await errorOf(response);
  if (response.status === 204 || response.headers.get('Content-Length') === '0')
    return undefined as T;
  return (await response.json()) as T;
}

export const get = <T>(path: string, options?: RequestOptions) => request<T>('GET', path, options);
export const post = <T>(path: string, body?: unknown, options?: RequestOptions) =>
  request<T>('POST', path, { ...options, body });
export const patch = <T>(path: string, body: unknown, options?: RequestOptions) =>
  request<T>('PATCH', path, { ...options, body });
export const remove = <T>(path: string, options?: RequestOptions) =>
  request<T>('DELETE', path, options);
