import type { Page } from 'playwright-core';
import type { Menu, MenuItem } from '../../src/domain/shapes/menu.js';
import type { Table } from '../../src/domain/shapes/organization.js';
import type { Web } from './browser.js';

/** The office as the API answers it, as the demo's owner: what the page is held against. */
export class Office {
  private constructor(
    private readonly web: Web,
    readonly token: string,
    readonly outlet: string,
  ) {}

  static async open(web: Web): Promise<Office> {
    const body = { email: 'owner@demo.kotd', password: 'demo-owner' };
    const path = '/auth/login';
    const { accessToken, outlets } = await web.api.expect<{
      accessToken: string;
      outlets: { id: string }[];
    }>(200, 'POST', path, { body, headers: { 'idempotency-key': crypto.randomUUID() } });
    return new Office(web, accessToken, outlets[0]?.id ?? '');
  }

  get<B>(path: string): Promise<B> {
    const { web, token, outlet } = this;
    return web.api.expect<B>(200, 'GET', `/outlets/${outlet}${path}`, { token });
  }

  call<B>(status: number, method: string, path: string, body: unknown): Promise<B> {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    return this.web.api.expect<B>(status, method, path, { token: this.token, body, headers });
  }

  async item(name: string): Promise<MenuItem | undefined> {
    return (await this.get<Menu>('/menu')).items.find((item) => item.name === name);
  }

  async table(name: string): Promise<Table | undefined> {
    const { data } = await this.get<{ data: Table[] }>('/tables?limit=1000');
    return data.find((table) => table.name === name);
  }
}

export const goTo = (page: Page, web: Web, place: string) =>
  page.goto(`${web.url}/admin#/${place}`);

/** The dialog that is open. */
export const dialog = (page: Page) => page.locator('dialog[open]');

export const save = (page: Page, name = 'Save') =>
  dialog(page).getByRole('button', { name }).click();

/** Resolves when no dialog is open any more. */
export const closed = (page: Page) => dialog(page).waitFor({ state: 'detached' });
