/** Why a store in a folder cannot be opened, in one line for whoever named the folder. */
export class UnusableStore extends Error {
  override readonly name = 'UnusableStore';
  readonly exitCode = 1;
}
