import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { PageName } from '../frame/open.js';
import { serverFacts } from '../state/server.js';
import { t } from '../state/words.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { EntryFrame } from './entry-frame.js';
import { wrongText } from '../state/wrong.js';

export interface LoginProps {
  page: PageName;
  /** Rejects with the refusal. */
  onLogin: (email: string, password: string) => Promise<void>;
  others?: ComponentChildren;
}

/** E-mail address and password: the way in where no device is paired. */
export function Login({ page, onLogin, others }: LoginProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setWrong(null);
    try {
      await onLogin(email.trim(), password);
    } catch (error) {
      setWrong(wrongText(error));
      setBusy(false);
    }
  };
  return (
    <EntryFrame page={page} title={t('login.title')} others={others}>
      <DemoHint
        fill={(demo) => {
          setEmail(demo.email);
          setPassword(demo.password);
        }}
      />
      {wrong && <Banner tone="bad">{wrong}</Banner>}
      <form onSubmit={(event) => void submit(event)}>
        <Field
          label={t('login.email')}
          type="email"
          name="email"
          value={email}
          autoComplete="username"
          required
          onInput={setEmail}
        />
        <Field
          label={t('login.password')}
          type="password"
          name="password"
          value={password}
          autoComplete="current-password"
          required
          onInput={setPassword}
        />
        <Button type="submit" kind="main" size="large" wide busy={busy}>
          {t('login.submit')}
        </Button>
      </form>
    </EntryFrame>
  );
}

interface DemoLogin {
  email: string;
  password: string;
}

/** A newcomer has no login but the demo's owner; where there is no demo, nothing is shown. */
function DemoHint({ fill }: { fill: (login: DemoLogin) => void }) {
  const [owner, setOwner] = useState<DemoLogin | null>(null);
  // Mostly known already, and then it is there before anything is painted.
  useLayoutEffect(() => {
    void serverFacts().then((facts) =>
      setOwner(facts?.demo?.find(({ role }) => role === 'owner') ?? null),
    );
  }, []);
  if (!owner) return null;
  return (
    <div class="demo-hint">
      <p>
        {t('login.demo')}
        <br />
        <code>{owner.email}</code> · <code>{owner.password}</code>
      </p>
      <Button onClick={() => fill(owner)}>{t('login.demoFill')}</Button>
    </div>
  );
}
