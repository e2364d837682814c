// Runs before everything else of a page, for the case that a part of it does not come: the line broke, or
// the server is just being replaced. While a page loads nothing is lost by opening it again; that happens here
// by itself, later and later, with a word instead of a white screen. What is missing once it stands is the
// page's own concern (frame/update.ts). It uses nothing, since whatever it used might be what is missing.
(() => {
  /** From one try to the next; s. The last one holds from then on. */
  const WAITS = [1, 3, 10, 30];
  const WORDS = {
    en: ['A part of this page did not come. It is opened again by itself.', 'Open it now'],
    hi: ['इस पेज का एक हिस्सा नहीं आया। यह अपने आप फिर खुलेगा।', 'अभी खोलें'],
  };
  /** The page's own styles may be what is missing. */
  const LOOKS = {
    display: 'grid',
    placeContent: 'center',
    justifyItems: 'center',
    gap: '1.5rem',
    minHeight: '90vh',
    padding: '1rem',
    font: '1.25rem/1.5 system-ui, sans-serif',
    textAlign: 'center',
  };
  const TRIES = 'kotd.tries';
  const place = () => document.getElementById('page');
  let failed = false;

  addEventListener(
    'error',
    ({ target }) => {
      const isPart = target instanceof HTMLScriptElement || target?.rel === 'stylesheet';
      if (!isPart || failed || document.readyState === 'complete') return;
      failed = true;
      const tries = triesSoFar();
      keepTries(tries + 1);
      const seconds = WAITS[Math.min(tries, WAITS.length - 1)] ?? 30;
      // Many screens lose the same server at the same moment.
      setTimeout(() => location.reload(), seconds * 1000 * (1 + Math.random() / 2));
      addEventListener('online', () => location.reload());
      if (document.readyState === 'loading') addEventListener('DOMContentLoaded', say);
      else say();
    },
    // Such errors do not bubble.
    true,
  );
  addEventListener('load', () => {
    if (!failed) keepTries(0);
  });

  function say() {
    const [text, button] = WORDS[language()] ?? WORDS.en;
    const words = document.createElement('p');
    words.setAttribute('role', 'status');
    words.textContent = text;
    const again = document.createElement('button');
    again.textContent = button;
    again.addEventListener('click', () => location.reload());
    Object.assign(again.style, { padding: '0.75rem 1.5rem', font: 'inherit' });
    const page = place();
    if (!page) return;
    Object.assign(page.style, LOOKS);
    page.replaceChildren(words, again);
  }

  /** As web/state/language.ts keeps it. */
  function language() {
    try {
      return localStorage.getItem('kotd.language') ?? navigator.language.slice(0, 2);
    } catch {
      return navigator.language.slice(0, 2);
    }
  }

  /** Where the browser keeps nothing, each try counts as a late one. */
  function triesSoFar() {
    try {
      return Number(sessionStorage.getItem(TRIES));
    } catch {
      return WAITS.length;
    }
  }

  function keepTries(tries) {
    try {
      if (tries === 0) sessionStorage.removeItem(TRIES);
      else sessionStorage.setItem(TRIES, String(tries));
    } catch {
      // See above.
    }
  }
})();
