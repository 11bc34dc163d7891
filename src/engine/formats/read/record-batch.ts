/** Where decoders of records put them: a batch of columns that is handed on when it is full. */

export interface RecordBatch {
  /** [COLUMN_COUNT × BATCH_SIZE] one column after another in the order of `COLUMN`; another array after a `flush`. */
  readonly columns: Float64Array;
  /** Records in the batch. */
  count: number;
  /** Records that it still has room for. */
  readonly room: number;
  /** Hands the batch on and empties it. */
  flush(): void;
}
