/** What one message of a platform can hold. Data, so that `fit` needs no platform. Lengths are in UTF-16 code units. */
export interface Limits {
  readonly messageCharacters: number;
  readonly blockCharacters: number;
  readonly blocks: number;
  /** Choices and rows of buttons together. */
  readonly controls: number;
  readonly itemsPerMessage: number;
  readonly options: number;
  readonly optionCharacters: number;
  readonly buttonsPerBlock: number;
  readonly buttonCharacters: number;
  readonly actionCharacters: number;
  readonly summaryCharacters: number;
  /** How many characters one of these becomes when escaped, such as `&` five in Slack. Others count as they are. */
  readonly escaped: Readonly<Record<string, number>>;
  /** Characters that a link adds beside its label and address. */
  readonly linkCharacters: number;
  /** Characters that a line adds beside its text: its break, and what marks its kind. */
  readonly lineCharacters: number;
  /** Whether the labels of choices and buttons take room of `messageCharacters` and `blockCharacters`. */
  readonly labelsCount: boolean;
}
