/** Vectors of views as the system's calls take them. */

/** What is left of a vector behind its first `count` bytes, of which a call took or gave no more. */
export function behind(views: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let skip = count;
  let first = 0;
  for (let view = views[first]; view && skip >= view.length; view = views[first]) {
    skip -= view.length;
    first += 1;
  }
  return views.slice(first).map((view, index) => (index === 0 && skip > 0 ? view.subarray(skip) : view));
}
