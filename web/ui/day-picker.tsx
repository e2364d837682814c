import { useState } from 'preact/hooks';
import { dateText } from '../state/place.js';
import { t } from '../state/words.js';
import { Button } from './button.js';
import './day-picker.css';
import { addDays } from './days.js';
import { Dialog } from './dialog.js';
import { MonthGrid } from './month-grid.js';

export interface DayPickerProps {
  /** What it is the day of, for those who listen and as the title of the calendar. */
  label: string;
  /** YYYY-MM-DD */
  day: string;
  /** The day that it is: none after it can be asked for. */
  today: string;
  onChange: (day: string) => void;
}

/**
 * One day after the other, or any. It is written as every other date is: what a browser makes of its own date
 * field follows the browser's language, and reads as another day where months come first.
 */
export function DayPicker({ label, day, today, onChange }: DayPickerProps) {
  const [open, setOpen] = useState(false);
  return (
    <div class="day-picker">
      <Button
        kind="quiet"
        icon="back"
        label={t('day.before')}
        onClick={() => onChange(addDays(day, -1))}
      />
      <Button
        class="day-picker-day figures"
        icon="calendar"
        aria-haspopup="dialog"
        label={`${label}: ${dateText(day)}`}
        onClick={() => setOpen(true)}
      >
        {dateText(day)}
      </Button>
      <Button
        kind="quiet"
        icon="forward"
        label={t('day.after')}
        disabled={day >= today}
        onClick={() => onChange(addDays(day, 1))}
      />
      {open && (
        <Dialog
          title={label}
          onClose={() => setOpen(false)}
          actions={
            <Button
              onClick={() => {
                setOpen(false);
                onChange(today);
              }}
            >
              {t('day.today')}
            </Button>
          }
        >
          <MonthGrid
            day={day}
            last={today}
            onChoose={(chosen) => {
              setOpen(false);
              onChange(chosen);
            }}
          />
        </Dialog>
      )}
    </div>
  );
}
