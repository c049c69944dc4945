/** Worked out once for each object and kept as long as the object is: for rows that stay what they are until they are replaced. */
export const onceEach = <Key extends object, Value extends object | string>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    known.set(key, made);
    return made;
  };
};
