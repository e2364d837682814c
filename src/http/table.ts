import type { TemplatedApp } from 'uWebSockets.js';
import { KotdError, notFound } from '../domain/errors.js';
import { type Answer, NO_CONTENT, refusal, withLines } from './answer.js';
import type { Cors } from './cors.js';
import { type Exchange, type ExchangeParts, type Route, serve } from './exchange.js';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT';

/** All paths and the methods they take. */
export class RouteTable {
  readonly #paths = new Map<string, Map<Method, Route>>();

  /** @param path with its parameters in braces, each a whole segment. */
  add(method: Method, path: string, route: Route): void {
    const routes = this.#paths.get(path) ?? new Map<Method, Route>();
    if (routes.has(method)) throw new Error(`two routes for ${method} ${path}`);
    routes.set(method, route);
    this.#paths.set(path, routes);
  }

  /** Hands the routes to uWebSockets, with HEAD for each GET, 405 for other methods and 404 for the rest. */
  mount(app: TemplatedApp, parts: ExchangeParts): void {
    for (const [path, routes] of this.#paths) {
      const pattern = patternOf(path);
      for (const [method, route] of routes) on(app, method, pattern, route, parts);
      const get = routes.get('GET');
      if (get) app.head(pattern, (res, req) => serve(res, req, get, parts, 'HEAD'));
      const other = otherMethods(path, [...routes.keys()], parts.cors);
      app.any(pattern, (res, req) => serve(res, req, other, parts, req.getCaseSensitiveMethod()));
    }
    app.any('/*', (res, req) => serve(res, req, NOWHERE, parts, req.getCaseSensitiveMethod()));
  }
}

const NOWHERE: Route = {
  label: '(no such path)',
  parameters: 0,
  handle(): Answer {
    throw notFound();
  },
};

function on(
  app: TemplatedApp,
  method: Method,
  pattern: string,
  route: Route,
  parts: ExchangeParts,
): void {
  const register = { GET: 'get', POST: 'post', PATCH: 'patch', PUT: 'put' } as const;
  app[register[method]](pattern, (res, req) => serve(res, req, route, parts, method));
}

function otherMethods(path: string, taken: readonly Method[], cors: Cors): Route {
  const methods = [...taken.flatMap(withHead), 'OPTIONS'].join(', ');
  return {
    label: path,
    parameters: 0,
    handle(exchange: Exchange): Answer {
      const allow = `Allow: ${methods}`;
      if (exchange.method === 'OPTIONS') {
        return withLines(NO_CONTENT, allow, ...cors.preflight(exchange.origin, methods));
      }
      return withLines(refusal(new KotdError('method_not_allowed'), exchange.traceId), allow);
    },
  };
}

function withHead(method: Method): string[] {
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
}

/** uWebSockets' own way to write a path. */
function patternOf(path: string): string {
  const segments = path.split('/').map((segment) => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name !== undefined) return `:${name}`;
    if (/^[:*]|[{}]/.test(segment)) throw new Error(`${path}: a parameter must be a whole segment`);
    return segment;
  });
  return segments.join('/');
}
