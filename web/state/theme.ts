import { effect } from '@preact/signals';
import { remembered } from './remembered.js';

export const THEMES = ['device', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Light or dark as chosen here, or as the device has it. ui/tokens.css has the colours of both. */
export const theme = remembered<Theme>('theme', THEMES, 'device');

effect(() => {
  if (theme.value === 'device') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});
