/**
 * Where two lists differ, place by place; the places behind the end of the shorter are among them. For lists of thousands of which a few rows
 * are replaced many times a second: looking at the references alone is a hundred times quicker than looking into the rows.
 */
export const changedPlaces = <Row>(before: readonly Row[], now: readonly Row[]): readonly number[] => {
  const places: number[] = [];
  const longer = Math.max(before.length, now.length);
  for (let at = 0; at < longer; at += 1) if (before[at] !== now[at]) places.push(at);
  return places;
};
