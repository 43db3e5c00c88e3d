/** tus on the requests of this program: its proxy, its certificates, its one server. */
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';
import type { FileRequest, FileRequestOptions } from '../network/fileRequests.ts';

export function tusHttpStack(request: FileRequest): HttpStack {
  return { getName: () => 'fileRequest', createRequest: (method, url) => tusRequest(request, method, url) };
}

function tusRequest(request: FileRequest, method: string, url: string): HttpRequest {
  const headers: Record<string, string> = {};
  const aborting = new AbortController();
  return {
    getMethod: () => method,
    getURL: () => url,
    setHeader(name, value) {
      headers[name] = value;
    },
    getHeader: (name) => headers[name],
    // Progress is told piece by piece.
    setProgressHandler: () => {},
    async send(body: Uint8Array<ArrayBuffer> | null | undefined): Promise<HttpResponse> {
      const response = await request(url, {
        method: method as FileRequestOptions['method'],
        headers,
        signal: aborting.signal,
        ...(body ? { body } : {}),
      });
      const text = await response.text();
      return {
        getStatus: () => response.status,
        getHeader: (name) => response.headers.get(name) ?? undefined,
        getBody: () => text,
        getUnderlyingObject: () => response,
      };
    },
    abort: async () => aborting.abort(),
    getUnderlyingObject: () => null,
  };
}
