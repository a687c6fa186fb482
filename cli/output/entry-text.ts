// What is known of a code, with what was seen of it in the case: for doctor and for explain-code.

interface EntryText {
  message: string;
  why: string;
  cure: string;
  steps: readonly string[];
  component: string | null;
  paste?: object | null;
}

const margin = 10;

export function entryText(
  { message, why, cure, steps, component, paste = null }: EntryText,
  seen?: string,
): string[] {
  return [
    `  ${message}.`,
    ...(seen === undefined ? [] : labelled('Seen', seen)),
    ...labelled('Why', why),
    ...labelled('Do', cure),
    ...steps.flatMap((step, index) => labelled('', `${index + 1}. ${step}`)),
    ...(paste === null ? [] : labelled('Paste', JSON.stringify(paste, null, 2))),
    ...(component === null
      ? []
      : labelled('Ticket', `if that does not help: component ${component} at SAP support`)),
  ];
}

function labelled(label: string, text: string): string[] {
  const [first = '', ...others] = text.split('\n');
  const pad = ' '.repeat(margin);
  return [`  ${label.padEnd(margin - 2)}${first}`, ...others.map((line) => `${pad}${line}`)];
}
