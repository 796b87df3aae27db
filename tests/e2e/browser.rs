//! A browser and its WebDriver server: started for one test, ended with it, whatever happens.

use std::fs::Permissions;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value as Json, json};
use xtask::{Toolbox, browsers};

use crate::outcome::{Failure, Outcome};
use crate::processes::{self, Process};

/// How long a driver may take to come up.
const START_LIMIT: Duration = Duration::from_secs(30);

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Chromium,
    Firefox,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Chromium => "chromium",
            Kind::Firefox => "firefox",
        }
    }
}

/// A running browser.
pub(crate) struct Browser {
    pub(crate) client: Client,
    driver: Driver,
}

impl Browser {
    /// Starts a browser that keeps its profile and its downloads in `folder`, which may have those of an earlier start.
    pub(crate) async fn start(kind: Kind, folder: &Folder) -> Outcome<Browser> {
        let driver = Driver::start(kind, folder)?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(kind, folder)?)
            .connect(&driver.address)
            .await
            .map_err(|error| Failure::new(format!("{} did not start: {error}", kind.name())))?;
        Ok(Browser { client, driver })
    }

    /// Ends the browser as its user would, so that it writes what it wants to keep.
    pub(crate) async fn close(self) {
        // What does not end in time is killed with the driver.
        let _ = tokio::time::timeout(Duration::from_secs(10), self.client.close()).await;
        drop(self.driver);
    }

    /// Opens an empty tab when the current one may be dead, and gives its handle. ChromeDriver refuses every command while it
    /// is at a dead tab, so Chromium is asked directly.
    pub(crate) async fn open_tab_beside_dead_one(&self) -> Outcome<WindowHandle> {
        let address = self
            .client
            .capabilities()
            .and_then(|granted| granted.get("goog:chromeOptions")?.get("debuggerAddress")?.as_str().map(str::to_owned));
        let Some(address) = address else {
            // In Firefox the tab lives on, with a notice in it, once it is gone to anew.
            if let Some(tab) = self.client.windows().await?.into_iter().next() {
                self.client.switch_to_window(tab).await?;
            }
            return Ok(self.client.new_window(true).await?.handle);
        };
        let mut connection = TcpStream::connect(&address)?;
        connection.set_read_timeout(Some(Duration::from_secs(10)))?;
        // In one piece: it does not wait for a second one.
        let request = format!("PUT /json/new?about:blank HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        connection.write_all(request.as_bytes())?;
        // It keeps the connection open in spite of that, so the end of the JSON is what ends the reading.
        let mut reader = BufReader::new(connection);
        let mut line = String::from("?");
        while !line.trim_end().is_empty() {
            line.clear();
            reader.read_line(&mut line)?;
        }
        let tab = serde_json::Deserializer::from_reader(reader).into_iter::<Json>().next();
        let tab = tab.ok_or_else(|| Failure::new("Chromium opened no tab"))??;
        Ok(WindowHandle::try_from(tab["id"].as_str().unwrap_or_default())?)
    }

    /// Every process of the browser.
    pub(crate) fn processes(&self) -> Vec<Process> {
        processes::descendants(self.driver.child.id())
    }

    /// Sends a command that fantoccini has no method for. `path` is what follows the session in the address.
    pub(crate) async fn command(&self, path: &'static str, body: Json) -> Outcome<Json> {
        Ok(self.client.issue_cmd(Extension { path, body }).await?)
    }
}

/// The WebDriver server. Dropping it ends it and every process that it has started.
struct Driver {
    child: Child,
    /// Where it listens: `http://127.0.0.1:PORT`.
    address: String,
}

impl Driver {
    fn start(kind: Kind, folder: &Folder) -> Outcome<Driver> {
        let toolbox = Toolbox::default();
        let (program, arguments) = match kind {
            Kind::Chromium => (browsers::chromedriver(&toolbox), vec!["--port=0".to_owned()]),
            Kind::Firefox => (
                browsers::geckodriver(&toolbox),
                [
                    // The console is read with Firefox's own rights.
                    "--allow-system-access",
                    "--port=0",
                    "--websocket-port=0",
                    "--profile-root",
                    &folder.path.to_string_lossy(),
                ]
                .map(str::to_owned)
                .to_vec(),
            ),
        };
        let program = program
            .ok_or_else(|| Failure::new(format!("there is no driver for {}; run cargo xtask setup", kind.name())))?;
        let mut child = Command::new(&program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Failure::new(format!("{} did not start: {error}", program.display())))?;
        let output = child.stdout.take();
        let mut driver = Driver { child, address: String::new() };
        // It takes any free port and says which; read to the end, so that it never has to wait for a reader.
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output?).lines() {
                if let Some(port) = announced_port(&line.ok()?) {
                    let _ = sender.send(port);
                }
            }
            Some(())
        });
        let port = receiver
            .recv_timeout(START_LIMIT)
            .map_err(|_| Failure::new(format!("{} did not say which port it listens on", program.display())))?;
        driver.address = format!("http://127.0.0.1:{port}");
        Ok(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let browser = processes::descendants(self.child.id());
        let _ = self.child.kill();
        let _ = self.child.wait();
        processes::kill(&browser);
    }
}

/// The port in `ChromeDriver was started successfully on port 41234.` and in `... Listening on 127.0.0.1:41234`.
fn announced_port(line: &str) -> Option<u16> {
    let after = line.split_once("successfully on port ").or(line.split_once("Listening on 127.0.0.1:"))?.1;
    after.trim_end().trim_end_matches('.').parse().ok()
}

/// A folder for one test, removed with it. Inside the build folder, because browsers installed as snaps see no other
/// temporary folders.
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(crate) fn new(name: &str) -> Outcome<Folder> {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let folder = Folder { path };
        std::fs::create_dir_all(folder.profile())?;
        std::fs::create_dir_all(folder.downloads())?;
        Ok(folder)
    }

    fn profile(&self) -> PathBuf {
        self.path.join("profile")
    }

    pub(crate) fn downloads(&self) -> PathBuf {
        self.path.join("downloads")
    }

    /// A program that starts Firefox without what geckodriver sets to make it end when the process of a tab is killed.
    fn enduring_firefox(&self, firefox: &Path) -> Outcome<PathBuf> {
        let script = self.path.join("firefox");
        let text = format!("#!/bin/sh\nunset MOZ_CRASHREPORTER_SHUTDOWN\nexec '{}' \"$@\"\n", firefox.display());
        std::fs::write(&script, text)?;
        std::fs::set_permissions(&script, Permissions::from_mode(0o755))?;
        Ok(script)
    }

    /// A place for a file that a test makes.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A killed browser may still be letting go of its files.
        for _ in 0..20 {
            if std::fs::remove_dir_all(&self.path).is_ok() || !self.path.exists() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn capabilities(kind: Kind, folder: &Folder) -> Outcome<Capabilities> {
    let toolbox = Toolbox::default();
    let missing = || Failure::new(format!("there is no {}; run cargo xtask setup", kind.name()));
    let capabilities = match kind {
        Kind::Chromium => json!({
            "goog:chromeOptions": {
                "binary": browsers::chromium(&toolbox).ok_or_else(missing)?,
                "args": [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-dev-shm-usage",
                    "--hide-crash-restore-bubble",
                    "--window-size=1280,900",
                    format!("--user-data-dir={}", folder.profile().display()),
                ],
                "prefs": {
                    "download.default_directory": folder.downloads(),
                    "download.prompt_for_download": false,
                },
            },
            "goog:loggingPrefs": { "browser": "ALL" },
        }),
        Kind::Firefox => json!({
            "moz:firefoxOptions": {
                "binary": folder.enduring_firefox(&browsers::firefox(&toolbox).ok_or_else(missing)?)?,
                "args": ["-headless", "-width", "1280", "-height", "900", "-profile", folder.profile()],
                "prefs": {
                    "browser.download.folderList": 2,
                    "browser.download.dir": folder.downloads(),
                    "browser.download.useDownloadDir": true,
                    "browser.download.alwaysOpenPanel": false,
                    "browser.helperApps.neverAsk.saveToDisk":
                        "application/json,application/octet-stream,text/plain,text/csv,application/zip",
                    // A restart after a killed browser shows the page that is asked for, and nothing else.
                    "browser.sessionstore.resume_from_crash": false,
                    "toolkit.startup.max_resumed_crashes": -1,
                },
            },
        }),
    };
    Ok(capabilities.as_object().cloned().unwrap_or_default())
}

/// A POST beside the standard commands.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Json,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _address: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_announced_port() {
        let check = |line, expected| assert_eq!(announced_port(line), expected, "{line}");
        check("ChromeDriver was started successfully on port 41234.", Some(41234));
        check("1700000000000\tgeckodriver\tINFO\tListening on 127.0.0.1:4444", Some(4444));
        check("Only local connections are allowed.", None);
    }
}
