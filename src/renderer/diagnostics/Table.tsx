import type { ReactNode } from 'react';

export function Table({ title, rows }: { title: string; rows: [string, ReactNode][] }) {
  return (
    <section className="pb-4">
      <h3 className="pb-1 text-[0.8125rem] font-semibold text-muted">{title}</h3>
      {rows.length === 0 ? (
        <p className="text-muted">—</p>
      ) : (
        <table className="w-full table-fixed text-left text-[0.8125rem]">
          <tbody>
            {rows.map(([name, value], index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity, and nothing in them is kept.
              <tr key={index} className="border-t border-line align-top">
                <th scope="row" className="w-52 truncate py-1 pr-3 font-normal text-muted">
                  {name}
                </th>
                <td className="py-1 tabular-nums [overflow-wrap:anywhere]">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
