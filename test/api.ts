/** What a call answered. */
export interface Answer<B = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: B;
}

export interface CallOptions {
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Calls kotd over HTTP; paths are below /api/v1. */
export class Api {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async call<B = Record<string, unknown>>(
    method: string,
    path: string,
    { token, body, headers = {} }: CallOptions = {},
  ): Promise<Answer<B>> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? null : JSON.parse(text)) as B,
    };
  }

  /** As `call`, and fails unless the answer has this status. */
  async expect<B = Record<string, unknown>>(
    status: number,
    method: string,
    path: string,
    options: CallOptions = {},
  ): Promise<B> {
    const answer = await this.call<B>(method, path, options);
    if (answer.status !== status) {
      const found = JSON.stringify(answer.body);
      throw new Error(`${method} ${path}: ${answer.status} instead of ${status}: ${found}`);
    }
    return answer.body;
  }
}
