// SPDX-License-Identifier: Apache-2.0
// How a column writes its numbers and dates: the server tells it from all of its cells; where two
// readings are possible the person may turn to the other.
export interface CellForm {
  decimal?: '.' | ',';
  format?: string;
  assumed: boolean;
  cell: string; // an example
  read_as: string; // and what it means
  otherwise?: string; // when assumed
}

// Month and day change places; «dd/MM/yyyy HH:mm» keeps its hour.
const otherFormat = (format: string) =>
  format.startsWith('dd')
    ? format.replace(/^dd(.)MM/, 'MM$1dd')
    : format.replace(/^MM(.)dd/, 'dd$1MM');

export function turned(form: CellForm): CellForm {
  if (form.otherwise === undefined) return form;
  const other = { ...form, read_as: form.otherwise, otherwise: form.read_as };
  if (form.decimal) return { ...other, decimal: form.decimal === ',' ? '.' : ',' };
  return { ...other, format: otherFormat(form.format ?? '') };
}

// What the mapping says of it.
export const ruleOf = ({ decimal, format }: CellForm) => (decimal ? { decimal } : { format });
