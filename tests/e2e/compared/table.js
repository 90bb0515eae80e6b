// What a page of the same kind is usually made of: PapaParse and a virtual list by TanStack.
// It reads, shows five rows, and lists all of them; it judges nothing.

import {
  Virtualizer, elementScroll, observeElementOffset, observeElementRect,
} from './virtual-core/index.js';

const HEIGHT = 44;
const element = (id) => document.getElementById(id);
let rows = [];

function cells(row, texts) {
  for (const text of texts) {
    const cell = document.createElement('span');
    cell.textContent = text;
    row.append(cell);
  }
  return row;
}

element('file').addEventListener('change', async ({ target }) => {
  const text = new TextDecoder().decode(await target.files[0].arrayBuffer());
  rows = Papa.parse(text, { skipEmptyLines: true }).data.slice(1);
  for (const row of rows.slice(0, 5)) {
    const line = document.createElement('p');
    line.className = 'previewed';
    element('preview').append(cells(line, row));
  }
});

element('next').addEventListener('click', () => {
  const space = element('space');
  const draw = (list) => {
    space.style.height = `${list.getTotalSize()}px`;
    space.replaceChildren(...list.getVirtualItems().map(({ index, start }) => {
      const row = document.createElement('div');
      row.className = 'row';
      row.style.transform = `translateY(${start}px)`;
      return cells(row, rows[index]);
    }));
  };
  const list = new Virtualizer({
    count: rows.length,
    getScrollElement: () => element('list'),
    estimateSize: () => HEIGHT,
    overscan: 12,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: draw,
  });
  list._didMount();
  list._willUpdate();
  draw(list);
});
