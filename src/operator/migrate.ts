import { parseArgs } from 'node:util';
import { type Settings, SettingsError } from '../config.js';
import { openMigration, shardingScript } from '../db/migrate.js';
import { type OperatorCommand, type Out, UsageError } from './command.js';

export const command: OperatorCommand = {
  name: 'migrate',
  usage: '[--shard [--apply]]',
  summary: 'makes the MongoDB ready for this kotd; --shard prints how to shard it, --apply does it',

  async run(args, settings, out) {
    const options = { shard: { type: 'boolean' }, apply: { type: 'boolean' } } as const;
    const { shard = false, apply = false } = parseArgs({ args: [...args], options }).values;
    if (apply && !shard) throw new UsageError('--apply goes with --shard');
    const { mongo } = settings;
    if (mongo !== null) {
      if (shard && !apply) printScript(mongo, out);
      else await migrate(mongo, settings, shard, out);
    } else if (shard) {
      throw new SettingsError(['KOTD_STORE names no MongoDB, and nothing else can be sharded']);
    } else {
      out.note('KOTD_STORE names no MongoDB; the embedded store needs no migration.');
    }
    return 0;
  },
};

function printScript(mongo: string, out: Out): void {
  out.note('For mongosh on a mongos, after kotd migrate. --apply does both.');
  for (const line of shardingScript(databaseOf(mongo))) out.line(line);
}

/** The settings have made sure that there is one. */
function databaseOf(mongo: string): string {
  const [, database = ''] = /^[^/]+\/\/[^/]+\/([^/?]+)/.exec(mongo) ?? [];
  return decodeURIComponent(database);
}

async function migrate(mongo: string, settings: Settings, shard: boolean, out: Out): Promise<void> {
  const migration = await openMigration(mongo, settings);
  try {
    out.note('kotd may keep running: the server builds indexes while it reads and writes.');
    const version = await migration.migrate((what) => out.line(`done ${what}`));
    out.line(`The database ${migration.database} has version ${version}.`);
    if (shard) await migration.shard((what) => out.line(`done ${what}`));
  } finally {
    await migration.close();
  }
}
