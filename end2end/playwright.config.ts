import { defineConfig } from "@playwright/test";

// A browser of the machine, where `cargo xtask` found one; else Playwright's own.
const executablePath = process.env.PARLANCE_CHROMIUM;

export default defineConfig({
  testDir: "tests",
  outputDir: "results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    // A trace costs as much as the test; `--trace on` asks for it.
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
      ],
    },
  },
  projects: [
    { name: "scripts", testIgnore: /(plain|phone)\.spec/ },
    { name: "no-scripts", testIgnore: /hydrate\.spec/, use: { javaScriptEnabled: false } },
    { name: "phone", testMatch: /phone\.spec/, use: { viewport: { width: 320, height: 640 } } },
  ],
});
