/** A record that is there exactly if a transaction took effect. */
export interface Proof {
  collection: string;
  _id: string;
  organizationId: string;
  /** Another transaction may have written such a record; ours says so. */
  group: string;
}
