//! Where a test's database lies: in its folder, or on a PostgreSQL server that the
//! tests share. The server is that of `MYNA_CHECK_POSTGRES`, or one started here.

use crate::ON_POSTGRES;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Connection, Executor};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex};

/// Set to the address of a server whose databases may be made and dropped.
const SERVER: &str = "MYNA_CHECK_POSTGRES";
/// How every configuration of the tests names its database.
const FILE: &str = "gateway.sqlite";

/// A server of our own ends when its input does, and so with this process.
struct Server {
    address: String,
    _process: Option<Child>,
}

static POSTGRES: LazyLock<Server> = LazyLock::new(|| {
    if let Ok(address) = std::env::var(SERVER) {
        return Server {
            address,
            _process: None,
        };
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/postgres.sh");
    let mut process = Command::new("sh")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut address = String::new();
    BufReader::new(process.stdout.take().expect("a pipe"))
        .read_line(&mut address)
        .expect("a line");
    assert!(
        address.starts_with("postgres://"),
        "PostgreSQL does not start; see above, or set {SERVER} to a server for tests"
    );
    Server {
        address: address.trim().to_owned(),
        _process: Some(process),
    }
});

/// Databases are made one after another: PostgreSQL copies a template that nobody may use.
static MAKING: Mutex<()> = Mutex::new(());

/// Writes a configuration into a folder, with a database of the folder's own.
pub(crate) fn configure(folder: &Path, text: &str) -> PathBuf {
    let file = folder.join("config.toml");
    let text = if ON_POSTGRES {
        make_database(folder);
        text.replace(FILE, &address(folder))
    } else {
        text.to_owned()
    };
    std::fs::write(&file, text).expect("written");
    file
}

/// Address of the database of a folder.
pub(crate) fn address(folder: &Path) -> String {
    if ON_POSTGRES {
        let (server, _) = POSTGRES.address.rsplit_once('/').expect("an address");
        format!("{server}/{}", name(folder))
    } else {
        format!("sqlite:{}?mode=rwc", folder.join(FILE).display())
    }
}

/// The database of a folder, for looking into it.
pub(crate) async fn pool(folder: &Path) -> AnyPool {
    sqlx::any::install_default_drivers();
    AnyPool::connect(&address(folder))
        .await
        .expect("the database")
}

/// The name of a folder of tempfile is unique, but has letters that a name may not have.
fn name(folder: &Path) -> String {
    let name = folder.file_name().expect("a name").to_string_lossy();
    let octets: String = name.bytes().map(|octet| format!("{octet:02x}")).collect();
    format!("t{octets}")
}

fn make_database(folder: &Path) {
    let _alone = MAKING.lock().expect("nobody panicked");
    let name = name(folder);
    // The caller may be inside a runtime, where no other may be waited for.
    let made = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            sqlx::any::install_default_drivers();
            let mut server = AnyConnection::connect(&POSTGRES.address)
                .await
                .expect("the server");
            let there = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
            let there = server.fetch_optional(AssertSqlSafe(there)).await;
            if there.expect("an answer").is_none() {
                let make = format!("CREATE DATABASE {name}");
                server.execute(AssertSqlSafe(make)).await.expect("made");
            }
        });
    });
    made.join().expect("a database");
}
