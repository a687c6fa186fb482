// From the text of the configuration file to its document. What cannot be read is a mistake with a place; the
// messages are our own where those of the library quote the text or speak to programmers.
import { LineCounter, parseDocument, Scalar, visit, type YAMLError } from 'yaml';
import type { ConfigMistake } from './config-error.ts';
import { placeOf, type Source } from './place.ts';

export interface ReadYaml {
  source: Source;
  mistakes: readonly ConfigMistake[];
  /** Whether the document can be looked at further in spite of them. */
  isReadable: boolean;
}

export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const source: Source = { document, lines };
  const errors = [...document.errors, ...document.warnings].map((error) => ({
    ...placeOf(source, error.pos[0]),
    message: explain(error),
  }));
  const aliases = takeAliases(source);
  const isReadable = document.errors.every(({ code }) => code === 'DUPLICATE_KEY');
  return { source, mistakes: [...errors, ...aliases], isReadable };
}

const messages: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BAD_DIRECTIVE: 'lines that start with % are not read here',
  BAD_INDENT: 'the indentation does not fit the lines above',
  DUPLICATE_KEY: 'this key stands here for the second time',
  MULTIPLE_DOCS: 'only one document may stand in the file: remove the line ---',
  NON_STRING_KEY: 'a key must be a text',
  RESOURCE_EXHAUSTION: 'too much stands inside each other here to be read',
  TAB_AS_INDENT: 'a tab cannot indent: use blanks',
  TAG_RESOLVE_FAILED: 'this tag (!name) is not known or does not fit its value: remove it',
};

function explain({ code, message }: YAMLError): string {
  // What the library says behind a colon quotes the file, which may hold a secret.
  return messages[code] ?? message.split(': ')[0] ?? message;
}

/** A small file can grow without end through them: nothing stands in their place when the rest is looked at. */
function takeAliases(source: Source): ConfigMistake[] {
  const mistakes: ConfigMistake[] = [];
  visit(source.document, {
    Alias(_, { range }) {
      mistakes.push({
        ...placeOf(source, range?.[0]),
        message: 'aliases (*name) are not read here: write out what is meant',
      });
      const nothing = new Scalar(null);
      if (range !== undefined) nothing.range = range;
      return nothing;
    },
  });
  return mistakes;
}
