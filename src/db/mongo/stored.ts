import type { Document } from 'mongodb';

/** A record as MongoDB keeps it. */
export type Stored = { _id: string } & Document;

/** Names of records, each with the organization it is of. */
export type Ids = ReadonlyMap<string, string>;
