import { chromium } from 'playwright-core';
const host = process.argv[2] ?? 'localhost:4801';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-background-networking','--disable-component-update','--disable-sync','--no-first-run'] });
for (let i = 0; i < 3; i++) {
  const ctx = await b.newContext(); const p = await ctx.newPage();
  const req = []; ctx.on('request', r => req.push(r.url()));
  p.on('console', m => console.log('console', m.type(), m.text())); p.on('pageerror', e => console.log('pageerror', e.message));
  await p.goto(`http://${host}/any/deep/path/deep/page/`);
  await p.waitForFunction(() => document.querySelector('#out').textContent !== 'waiting', null, { timeout: 60000 });
  console.log(await p.textContent('#out'), await p.evaluate(() => isSecureContext + ' ' + typeof crypto.subtle));
  console.log('elsewhere', req.filter(u => !u.replace('blob:', '').startsWith('http://' + host + '/any/deep/path/')));
  await ctx.close();
}
await b.close();
