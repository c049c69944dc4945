/** Names of nodes where several of them stand together: two of one name are told apart by what differs, their AE title or their address. */
import type { NodeView } from '../../core/contract.ts';

type Named = Pick<NodeView, 'id' | 'name' | 'title' | 'host' | 'port'>;

const GONE = 'a removed node';

/** Name by id. A lone name stays as it is; 'Archive (PACS1)', else 'Archive (10.1.2.3:104)'. */
export const nodeNames = (nodes: readonly Named[]): ((id: string) => string) => {
  const known = new Map(nodes.map((node) => [node.id, distinct(node, nodes)]));
  return (id) => known.get(id) ?? GONE;
};

const distinct = ({ id, name, title, host, port }: Named, nodes: readonly Named[]): string => {
  const alike = nodes.filter((node) => node.id !== id && node.name.toLocaleLowerCase() === name.toLocaleLowerCase());
  if (alike.length === 0) return name;
  return `${name} (${alike.some((node) => node.title === title) ? `${host}:${String(port)}` : title})`;
};
