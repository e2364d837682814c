import { DEMO_LOGINS } from '../../src/demo/restaurant.js';

/** The demo's owner at a box: a token, and the outlet where the dinner is. */
export async function login(url: string): Promise<{ token: string; outlet: string }> {
  const [owner] = DEMO_LOGINS;
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: owner?.email, password: owner?.password }),
  });
  if (!answer.ok) throw new Error(`no login at ${url}: ${answer.status}`);
  const { accessToken, outlets } = (await answer.json()) as {
    accessToken: string;
    outlets: { id: string }[];
  };
  return { token: accessToken, outlet: outlets[0]?.id ?? '' };
}
