// Tables of booked patients, as booking systems write them. People are those of the practice
// registry, or nobody.

export const HEADING = '患者氏名,住所,生年月日,保険者番号,記号,番号,枝番';

// 有効, 無効（新しい資格あり）, 有効 (後期高齢, no symbol), and somebody whom no register has.
export const PEOPLE = [
  '厚労　花子,東京都,S57.12.24,06110829,１２,345678,02',
  '厚労　春子,北海道,1991/3/20,119990,浦,556677,02',
  '厚労　うめ,神奈川県,昭和20年12月31日,39269998,,12345674,',
  '不明　次郎,大阪府,1970/1/1,06110829,99,999999,01',
];

export const TABLE = [HEADING, ...PEOPLE].join('\r\n');

// So many rows, each different; everybody but the first is in no register.
export function long(rows) {
  const lines = [HEADING, PEOPLE[0]];
  for (let row = 1; row < rows; row += 1) {
    const day = `19${10 + (row % 90)}/${1 + (row % 12)}/${1 + (row % 28)}`;
    lines.push(`練習　${row},住所${row},${day},06110829,${1000 + (row % 9000)},${100000 + row},01`);
  }
  return lines.join('\r\n');
}

// Drops a file on the zone, or hands it to the button for it.
export async function give(desk, content, name = 'bookings.csv') {
  await desk.page.setInputFiles('#batch-file', {
    name,
    mimeType: 'text/csv',
    buffer: Buffer.isBuffer(content) ? content : Buffer.from(content, 'utf8'),
  });
}

// From the columns to the results.
export async function ask(desk) {
  await desk.page.locator('.batch__matching button[data-kind="primary"]').click();
  await desk.page.locator('#batch-send').click();
  await desk.page.locator('.words').waitFor();
}

// The count beside a word of the leaflet.
export async function counted(desk, tone, count) {
  const word = desk.page.locator(`.words__word[data-tone="${tone}"] .words__count`);
  await word.filter({ hasText: new RegExp(`^${count}$`) }).waitFor({ timeout: 60_000 });
}
