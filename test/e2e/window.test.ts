// The real window: it opens as Gantry, complains of nothing, and keeps every rule of the page's prison when the page tries to break it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGantry, type RunningApp } from '../support/app.ts';

let running: RunningApp;

beforeAll(async () => {
  running = await startGantry();
});

afterAll(async () => {
  await running[Symbol.asyncDispose]();
});

describe('the window', () => {
  it('opens as Gantry on a page of its own protocol', async () => {
    const { app, page } = running;
    await page.getByText('Overview').first().waitFor();
    expect(page.url()).toBe('gantry://app/index.html');
    expect(await page.title()).toBe('Gantry');
    const titles = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()));
    expect(titles).toEqual(['Gantry']);
  });

  it('keeps its name whatever the page calls itself', async () => {
    await running.page.evaluate(() => (document.title = 'Yamada^Tarou'));
    const title = await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
    expect(title).toBe('Gantry');
    await running.page.evaluate(() => (document.title = 'Gantry'));
  });

  it('complains of nothing', () => {
    expect(running.complaints).toEqual([]);
  });
});

describe('the page', () => {
  it('sees neither Node nor Electron', async () => {
    const seen = await running.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', 'gantryHost'].filter((name) => name in window),
    );
    expect(seen).toEqual(['gantryHost']);
    const offered = await running.page.evaluate(() => {
      const host: unknown = Reflect.get(window, 'gantryHost');
      return Object.keys(host ?? {});
    });
    expect(offered).toEqual(['pathOf']);
  });

  it('comes with a strict content security policy as a header', async () => {
    const policy = await running.app.evaluate(async ({ session }) => {
      const response = await session.defaultSession.fetch('gantry://app/index.html');
      return response.headers.get('content-security-policy') ?? '';
    });
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  it('runs no code that comes as text', async () => {
    const outcome = await running.page.evaluate(async () => {
      // Outside of the debugger's own evaluation, which is exempt from the policy.
      await new Promise((resolve) => setTimeout(resolve));
      const script = document.createElement('script');
      const attempts: (() => unknown)[] = [
        () => void (0, eval)('1'),
        () => new Function('return 1'),
        () => (document.createElement('div').innerHTML = '<b>x</b>'),
        () => (script.text = '1'),
        () => (script.src = 'data:text/javascript,1'),
      ];
      return attempts.map((attempt) => {
        try {
          attempt();
          return 'ran';
        } catch {
          return 'refused';
        }
      });
    });
    expect(new Set(outcome)).toEqual(new Set(['refused']));
  });

  it('cannot leave, by script, by link or by form', async () => {
    const { page } = running;
    await page.evaluate(() => {
      window.location.href = 'https://example.org/';
    });
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'file:///etc/passwd';
      document.body.append(link);
      link.click();
      link.remove();
    });
    expect(page.url()).toBe('gantry://app/index.html');
    expect(await page.evaluate(() => document.readyState)).toBe('complete');
  });

  it('opens no other window', async () => {
    const opened = await running.page.evaluate(() => window.open('gantry://app/index.html') === null);
    expect(opened).toBe(true);
    expect(running.app.windows()).toHaveLength(1);
  });

  it('reaches no server', async () => {
    let calls = 0;
    const server = createServer((_request, response) => {
      calls += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    const outcome = await running.page.evaluate(async (address) => {
      const fetched = await fetch(address, { mode: 'no-cors' }).then(
        () => 'reached',
        () => 'refused',
      );
      const shown = await new Promise<string>((resolve) => {
        const image = new Image();
        image.onload = () => resolve('reached');
        image.onerror = () => resolve('refused');
        image.src = address;
      });
      const spoke = await new Promise<string>((resolve) => {
        try {
          const socket = new WebSocket(address.replace('http', 'ws'));
          socket.onopen = () => resolve('reached');
          socket.onerror = () => resolve('refused');
        } catch {
          resolve('refused');
        }
      });
      return [fetched, shown, spoke];
    }, url);
    // The second wall, should the policy ever fall: the session itself cancels what is not of the application.
    const past = await running.app.evaluate(async ({ session }, address) => {
      return session.defaultSession.fetch(address).then(
        () => 'reached',
        () => 'refused',
      );
    }, url);
    server.close();
    expect(outcome).toEqual(['refused', 'refused', 'refused']);
    expect(past).toBe('refused');
    expect(calls).toBe(0);
  });

  it('is given no permission', async () => {
    const outcome = await running.page.evaluate(async () => {
      const asked = await Notification.requestPermission();
      const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        () => 'denied',
      );
      return [asked, camera];
    });
    expect(outcome).toEqual(['denied', 'denied']);
  });

  it('cannot make a frame of itself that talks to us', async () => {
    const { page } = running;
    const before = page.frames().length;
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = 'gantry://app/index.html';
      document.body.append(frame);
      return new Promise((resolve) => {
        frame.onload = resolve;
        frame.onerror = resolve;
      });
    });
    expect(before).toBe(1);
    const inner = page.frames().find((frame) => frame !== page.mainFrame());
    expect(inner?.url() ?? 'none').not.toBe('gantry://app/index.html');
    await page.evaluate(() => document.querySelector('iframe')?.remove());
  });
});
