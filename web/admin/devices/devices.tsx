import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ALL, useOffice } from '../office.js';
import { Shown } from '../shown.js';
import { Switch } from '../switch.js';
import { useAsked } from '../use-asked.js';
import { t } from '../words.js';
import { CodeDialog } from './code-dialog.js';
import type { Code, Device } from './device.js';
import { DeviceForm } from './device-form.js';
import { DeviceRow } from './device-row.js';
import './devices.css';
import { RevokeDialog } from './revoke-dialog.js';

/** When a device was seen no stream tells: it is asked this often; ms. */
const LOOK_EVERY_MS = 30_000;

type Doing = { what: 'new' } | { what: 'code'; code: Code } | { what: 'revoke'; device: Device };

/** Tills and kitchen screens that are paired with this outlet, and how to pair another one. */
export function Devices() {
  const { outlet, query } = useOffice();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [revoked, setRevoked] = useState(false);
  const asked = useAsked(outlet.id, async () => (await query('device.list', ALL)).data);
  useEffect(() => {
    const timer = setInterval(() => asked.soon(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [asked]);
  const close = () => {
    setDoing(null);
    void asked.ask();
  };
  return (
    <div class="office-section">
      <header class="office-head">
        <div>
          <h2>{t('nav.devices')}</h2>
          <p class="soft">{t('devices.text')}</p>
        </div>
        <Button kind="main" icon="plus" onClick={() => setDoing({ what: 'new' })}>
          {t('device.pair')}
        </Button>
      </header>
      <Shown of={asked}>
        {(all) => {
          const here = all.filter(({ revokedAt }) => revokedAt === null);
          const shown = revoked ? [...here, ...all.filter((each) => !here.includes(each))] : here;
          return (
            <>
              {all.length > here.length && (
                <Switch
                  label={t('devices.revoked', { n: all.length - here.length })}
                  on={revoked}
                  onChange={setRevoked}
                />
              )}
              {shown.length === 0 ? (
                <EmptyState icon="device" title={t('devices.none')}>
                  <p>{t('devices.noneText')}</p>
                </EmptyState>
              ) : (
                <ul class="devices">
                  {shown.map((device) => (
                    <DeviceRow
                      key={device.id}
                      device={device}
                      onCode={(code) => setDoing({ what: 'code', code })}
                      onRevoke={() => setDoing({ what: 'revoke', device })}
                    />
                  ))}
                </ul>
              )}
            </>
          );
        }}
      </Shown>
      {doing?.what === 'new' && (
        <DeviceForm onClose={close} onCode={(code) => setDoing({ what: 'code', code })} />
      )}
      {doing?.what === 'code' && (
        <CodeDialog
          key={doing.code.code}
          code={doing.code}
          onClose={close}
          onCode={(code) => setDoing({ what: 'code', code })}
        />
      )}
      {doing?.what === 'revoke' && <RevokeDialog device={doing.device} onClose={close} />}
    </div>
  );
}
