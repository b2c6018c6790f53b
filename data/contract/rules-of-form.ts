/** The rules of form a row must pass, in the order they are tried, with the sentence readers see for each. */
export const formRules = {
  convert: 'The value is not of the column’s type.',
  required: 'A required value is missing.',
  order: 'A date lies before the one it must follow.',
  after_as_of: 'A recorded date lies after the as-of date.',
  unique: 'The key occurs more than once; the first row was kept.',
  reference: 'The value is not found in the table it refers to.',
  overlap: 'The interval overlaps an earlier one of the same stay.',
} as const;
