// Records that are kept by the hundred thousand hold the same texts and lists again and again (types, labels,
// tags, names shown twice), and JSON.parse makes each of them anew. Here those that come again are kept once.

/** What comes again comes again soon; what does not must not pile up. */
const mostRemembered = 1024;

/** @returns a function that takes a record nobody else holds and gives back the same one, never to be changed. */
export function createTextSharing(): <Entry extends object>(record: Entry) => Entry {
  const texts = remember<string>();
  const lists = remember<readonly unknown[]>();

  function shareIn(members: Record<string, unknown>): void {
    for (const name in members) {
      const value = members[name];
      if (typeof value === 'string') members[name] = texts(value, value);
      else if (Array.isArray(value)) members[name] = lists(JSON.stringify(value), value);
      else if (typeof value === 'object' && value !== null) shareIn(value as Record<string, unknown>);
    }
  }

  return (record) => {
    shareIn(record as Record<string, unknown>);
    return record;
  };
}

function remember<Value>(): (key: string, value: Value) => Value {
  const remembered = new Map<string, Value>();
  return (key, value) => {
    const known = remembered.get(key);
    if (known !== undefined) return known;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, value);
    return value;
  };
}
