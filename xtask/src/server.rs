//! A small static server for one folder, for `cargo xtask serve` and for the end-to-end tests.
//!
//! It answers GET and HEAD on the loopback address only, never leaves its folder, and lets nothing be cached, so that a
//! rebuilt page is what a reload shows.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::failure::{Context, Failure, Result};

/// How long a connection may stay silent.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest request head that is read, in bytes.
const HEAD_LIMIT: u64 = 64 * 1024;

/// How many requests the log keeps; older ones are dropped.
const LOG_LIMIT: usize = 10_000;

/// A running server. Dropping it stops it.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    log: Arc<Mutex<Vec<Request>>>,
    stopping: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

/// One request as the server saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD`, ...
    pub method: String,
    /// The target as sent: path and query, percent-encoded.
    pub target: String,
    /// The `Host` header, empty when there was none.
    pub host: String,
    /// The status it was answered with.
    pub status: u16,
}

impl Server {
    /// Serves `folder` on 127.0.0.1. Port 0 takes any free port.
    ///
    /// # Errors
    /// When the folder does not exist or the port cannot be had.
    pub fn start(folder: &Path, port: u16) -> Result<Server> {
        let folder = folder.canonicalize().context(|| format!("cannot serve {}", folder.display()))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
            Failure::new(match error.kind() {
                ErrorKind::AddrInUse => format!(
                    "port {port} is in use by another program; choose another one with --port, such as --port {}",
                    port.checked_add(1).unwrap_or(8080)
                ),
                ErrorKind::PermissionDenied => {
                    format!("port {port} may not be used by this user; choose one above 1023")
                }
                _ => format!("cannot listen on port {port}: {error}"),
            })
        })?;
        let address = listener.local_addr().context(|| "cannot read the server's address".into())?;
        let log = Arc::new(Mutex::new(Vec::new()));
        let stopping = Arc::new(AtomicBool::new(false));
        let accepting = std::thread::spawn({
            let (log, stopping) = (Arc::clone(&log), Arc::clone(&stopping));
            move || accept(&listener, &folder, &log, &stopping)
        });
        Ok(Server { address, log, stopping, accepting: Some(accepting) })
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address as a page's origin, without a slash at the end: `http://127.0.0.1:8080`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far, oldest first; at most the last 10,000.
    pub fn requests(&self) -> Vec<Request> {
        locked(&self.log).clone()
    }

    /// Serves until the process ends.
    pub fn wait(mut self) {
        if let Some(accepting) = self.accepting.take() {
            // A panic there has been printed already, and there is nothing left to serve.
            let _ = accepting.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        // `accept` has no deadline: one last connection lets it see the flag.
        let _ = TcpStream::connect(self.address);
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

/// Hands each connection to a thread of its own until told to stop.
fn accept(listener: &TcpListener, folder: &Path, log: &Arc<Mutex<Vec<Request>>>, stop: &AtomicBool) {
    for connection in listener.incoming() {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(connection) = connection else { continue };
        let (folder, log) = (folder.to_path_buf(), Arc::clone(log));
        std::thread::spawn(move || {
            // A browser that hangs up early is no failure of the server.
            let _ = answer(&connection, &folder, &log);
        });
    }
}

/// Reads one request and answers it.
fn answer(mut connection: &TcpStream, folder: &Path, log: &Mutex<Vec<Request>>) -> std::io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    let Some((method, target, host)) = read_head(connection)? else {
        return Ok(()); // opened ahead of need, and closed unused
    };
    let response = respond(folder, &method, &target);
    {
        let mut log = locked(log);
        if log.len() == LOG_LIMIT {
            log.remove(0);
        }
        log.push(Request { host, status: response.status.0, target, method: method.clone() });
    }
    let (code, reason) = response.status;
    write!(
        connection,
        "HTTP/1.1 {code} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n{}\r\n",
        response.media_type,
        response.body.len(),
        if code == 405 { "Allow: GET, HEAD\r\n" } else { "" },
    )?;
    if method != "HEAD" {
        connection.write_all(&response.body)?;
    }
    connection.flush()
}

/// Method, target and `Host` of the request, or nothing when the connection closed without one.
fn read_head(connection: &TcpStream) -> std::io::Result<Option<(String, String, String)>> {
    let mut lines = BufReader::new(connection.take(HEAD_LIMIT)).lines();
    let Some(first) = lines.next().transpose()? else {
        return Ok(None);
    };
    let mut host = String::new();
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("host")
        {
            host = value.trim().to_owned();
        }
    }
    let mut words = first.split_ascii_whitespace();
    let method = words.next().unwrap_or_default().to_owned();
    let target = words.next().unwrap_or_default().to_owned();
    Ok(Some((method, target, host)))
}

/// What is sent back.
struct Response {
    status: (u16, &'static str),
    media_type: &'static str,
    body: Vec<u8>,
}

impl Response {
    fn message(code: u16, reason: &'static str) -> Response {
        Response {
            status: (code, reason),
            media_type: "text/plain; charset=utf-8",
            body: format!("{code} {reason}\n").into_bytes(),
        }
    }
}

/// The answer to one request.
fn respond(folder: &Path, method: &str, target: &str) -> Response {
    if !matches!(method, "GET" | "HEAD") {
        return Response::message(405, "Method Not Allowed");
    }
    let Some(file) = resolve(folder, target) else {
        return Response::message(404, "Not Found");
    };
    match std::fs::read(&file) {
        Ok(body) => Response { status: (200, "OK"), media_type: media_type(&file), body },
        Err(_) => Response::message(404, "Not Found"),
    }
}

/// The file in `folder` that the request target names, if it is a file and inside the folder. A target that ends in a slash
/// names that folder's `index.html`. `folder` must be canonical.
fn resolve(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let decoded = percent_decoded(path)?;
    let mut file = folder.to_path_buf();
    for part in decoded.split('/') {
        match part {
            "" => {}
            "." | ".." => return None,
            _ if part.contains(['\\', '\0', ':']) => return None,
            _ => file.push(part),
        }
    }
    if decoded.is_empty() || decoded.ends_with('/') {
        file.push("index.html");
    }
    // Canonical, so that a symbolic link cannot lead out either.
    let file = file.canonicalize().ok()?;
    (file.starts_with(folder) && file.is_file()).then_some(file)
}

/// Undoes percent-encoding; nothing when it is malformed or not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let high = (rest.next()? as char).to_digit(16)?;
            let low = (rest.next()? as char).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// The media type by the file name's extension. Browsers compile streamed WebAssembly only as `application/wasm`, and run
/// modules only as JavaScript.
fn media_type(file: &Path) -> &'static str {
    let extension = file.extension().and_then(|extension| extension.to_str());
    match extension.unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The log's content. A thread that panicked while holding it can have left only whole entries.
fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a page, a script in a subfolder, and a secret beside the served folder.
    struct Site {
        outer: PathBuf,
    }

    impl Site {
        fn new(name: &str) -> Site {
            let outer = std::env::temp_dir().join(format!("rubricate-server-{name}-{}", std::process::id()));
            std::fs::create_dir_all(outer.join("site/deep")).unwrap();
            std::fs::write(outer.join("secret.txt"), "secret").unwrap();
            std::fs::write(outer.join("site/index.html"), "<h1>home</h1>").unwrap();
            std::fs::write(outer.join("site/deep/a b.js"), "export {};").unwrap();
            let outer = outer.canonicalize().unwrap();
            Site { outer }
        }

        fn folder(&self) -> PathBuf {
            self.outer.join("site")
        }
    }

    impl Drop for Site {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.outer);
        }
    }

    fn exchange(server: &Server, request: &str) -> String {
        let mut connection = TcpStream::connect(server.address()).unwrap();
        connection.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        connection.read_to_string(&mut response).unwrap();
        response
    }

    #[test]
    fn targets_resolve_inside_the_folder_only() {
        let site = Site::new("resolve");
        let folder = site.folder();
        let check = |target: &str, expected: Option<&str>| {
            let expected = expected.map(|path| folder.join(path));
            assert_eq!(resolve(&folder, target), expected, "{target}");
        };
        check("/", Some("index.html"));
        check("/?safe", Some("index.html"));
        check("/index.html", Some("index.html"));
        check("/deep/a%20b.js", Some("deep/a b.js"));
        check("//deep//a%20b.js", Some("deep/a b.js"));
        check("/deep/", None);
        check("/deep", None);
        check("/missing.js", None);
        check("/../secret.txt", None);
        check("/%2e%2e/secret.txt", None);
        check("/deep/..%2f..%2fsecret.txt", None);
        check("/..\\secret.txt", None);
        check("/%", None);
        check("/%zz", None);
        check("/%ff", None);
        check("/a%00b", None);
        check("index.html", None);
        check("http://elsewhere.invalid/", None);
        check("", None);
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_does_not_lead_out() {
        let site = Site::new("link");
        std::os::unix::fs::symlink("../secret.txt", site.folder().join("link.txt")).unwrap();
        assert_eq!(resolve(&site.folder(), "/link.txt"), None);
    }

    #[test]
    fn media_types_are_the_ones_browsers_insist_on() {
        for (name, expected) in [
            ("a.html", "text/html; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a_bg.wasm", "application/wasm"),
            ("a.css", "text/css; charset=utf-8"),
            ("a.JSON", "application/json"),
            ("a.svg", "image/svg+xml"),
            ("a.png", "image/png"),
            ("a.woff2", "font/woff2"),
            ("a", "application/octet-stream"),
        ] {
            assert_eq!(media_type(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn answers_and_keeps_a_log() {
        let site = Site::new("answers");
        let server = Server::start(&site.folder(), 0).unwrap();
        let page = exchange(&server, "GET /?safe HTTP/1.1\r\nHost: here:1\r\n\r\n");
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
        assert!(page.contains("\r\nContent-Length: 13\r\n"), "{page}");
        assert!(page.contains("\r\nCache-Control: no-cache\r\n"), "{page}");
        assert!(page.ends_with("\r\n\r\n<h1>home</h1>"), "{page}");
        let head = exchange(&server, "HEAD / HTTP/1.1\r\nHost: here:1\r\n\r\n");
        assert!(head.contains("\r\nContent-Length: 13\r\n"), "{head}");
        assert!(head.ends_with("\r\n\r\n"), "{head}");
        let missing = exchange(&server, "GET /nothing HTTP/1.1\r\n\r\n");
        assert!(missing.starts_with("HTTP/1.1 404 Not Found\r\n"), "{missing}");
        let posted = exchange(&server, "POST / HTTP/1.1\r\nHost: here:1\r\n\r\n");
        assert!(posted.starts_with("HTTP/1.1 405 "), "{posted}");
        assert!(posted.contains("\r\nAllow: GET, HEAD\r\n"), "{posted}");
        let seen = server
            .requests()
            .into_iter()
            .map(|request| format!("{} {} {} {}", request.method, request.target, request.host, request.status))
            .collect::<Vec<_>>();
        assert_eq!(seen, ["GET /?safe here:1 200", "HEAD / here:1 200", "GET /nothing  404", "POST / here:1 405"]);
    }

    #[test]
    fn a_busy_port_and_a_missing_folder_are_named() {
        let site = Site::new("busy");
        let first = Server::start(&site.folder(), 0).unwrap();
        let port = first.address().port();
        let busy = Server::start(&site.folder(), port).unwrap_err().to_string();
        assert!(busy.contains(&format!("port {port} is in use")), "{busy}");
        let missing = Server::start(&site.folder().join("none"), 0).unwrap_err();
        assert!(missing.to_string().starts_with("cannot serve "), "{missing}");
    }

    #[test]
    fn dropping_it_frees_the_port() {
        let site = Site::new("drop");
        // Another program may take the port in between, but hardly each time.
        let freed = (0..20).any(|_| {
            let server = Server::start(&site.folder(), 0).unwrap();
            let port = server.address().port();
            drop(server);
            Server::start(&site.folder(), port).is_ok()
        });
        assert!(freed);
    }
}
