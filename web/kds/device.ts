import { signal } from '@preact/signals';

/** Whether the page has the whole screen. */
export const fullScreen = signal(document.fullscreenElement !== null);
/** Phones of some makes have no whole screen for pages. */
export const canFullScreen = document.fullscreenEnabled === true;

document.addEventListener('fullscreenchange', () => {
  fullScreen.value = document.fullscreenElement !== null;
});

export async function flipFullScreen(): Promise<void> {
  if (!canFullScreen) return;
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch (error) {
    // It takes a touch, and a browser may find that this was none.
    console.warn('no full screen', error);
  }
}

/** Keeps the screen lit as long as the page is in sight, where the browser can. @returns ends that */
export function stayAwake(): () => void {
  // Missing over plain http, whatever the types say.
  const wakeLock = navigator.wakeLock as WakeLock | undefined;
  if (!wakeLock) return () => undefined;
  let lock: WakeLockSentinel | null = null;
  let over = false;
  const ask = async () => {
    if (document.visibilityState !== 'visible' || over) return;
    try {
      lock = await wakeLock.request('screen');
      if (over) await lock.release();
    } catch (error) {
      // A battery that is low: the device has the last word.
      console.warn('the screen may go dark', error);
    }
  };
  // The browser takes it back whenever the page goes out of sight.
  const again = () => void ask();
  document.addEventListener('visibilitychange', again);
  again();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release();
  };
}
