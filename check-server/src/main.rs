//! The command `check-server`: serve, import, and print the contract.

use check_api::field::{Date, FieldError, Timestamp};
use check_api::terminal::Enrolment;
use check_server::{
    Config, Gateway, Parts, People, Revocations, StartError, Store, Whole, Workers,
    activation_code, import_people, import_revocation_list, import_revocations, router,
    verify_audit, write_audit,
};
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Reference gateway of the check API.
#[derive(Parser)]
#[command(name = "check-server", version)]
struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Answer requests until told to stop.
    Serve {
        /// The configuration file.
        #[arg(long)]
        config: PathBuf,
    },
    /// Replace the people of the registry by those of a file.
    Import {
        /// The configuration file.
        #[arg(long)]
        config: PathBuf,
        /// The file of people.
        people: PathBuf,
    },
    /// Replace the list of revoked certificates by that of a file: one that an
    /// administrator wrote, or one that an authority publishes (DER or PEM).
    Revoke {
        /// The configuration file.
        #[arg(long)]
        config: PathBuf,
        /// The file of revoked certificates.
        revocations: PathBuf,
    },
    /// Print a code that enrols a terminal, good once within a week.
    Activate {
        /// The configuration file.
        #[arg(long)]
        config: PathBuf,
        /// The facility, ten digits.
        #[arg(long)]
        facility: String,
        /// The terminal.
        #[arg(long)]
        terminal: String,
    },
    /// Print the record of what was done as CSV, or say whether it is whole.
    Audit {
        /// The configuration file.
        #[arg(long)]
        config: PathBuf,
        /// First day in Japan, yyyyMMdd.
        #[arg(long)]
        from: Option<String>,
        /// Last day in Japan, yyyyMMdd.
        #[arg(long)]
        to: Option<String>,
        /// Say whether the record is whole, and nothing else.
        #[arg(long)]
        verify: bool,
    },
    /// Print the contract, docs/openapi.json.
    Openapi,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Command::parse().action).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(action: Action) -> Result<(), Box<dyn std::error::Error>> {
    match action {
        Action::Serve { config } => Ok(serve(Config::read(&config)?).await?),
        Action::Import { config, people } => {
            let people = People::read(&people)?;
            let config = Config::read(&config)?;
            let store = Store::open(&config.database).await?;
            import_people(&store, &Parts::of_the_machine(&config), &people).await?;
            store.close().await;
            Ok(())
        }
        Action::Revoke {
            config,
            revocations,
        } => {
            let config = Config::read(&config)?;
            let parts = Parts::of_the_machine(&config);
            let published = published(&revocations);
            let list = match &published {
                Some(_) => Revocations::default(),
                None => Revocations::read(&revocations)?,
            };
            let store = Store::open(&config.database).await?;
            match published {
                Some(bytes) => {
                    import_revocation_list(&store, &parts, &config.anchors, &bytes).await?;
                }
                None => import_revocations(&store, &parts, &list).await?,
            }
            store.close().await;
            Ok(())
        }
        Action::Activate {
            config,
            facility,
            terminal,
        } => {
            let config = Config::read(&config)?;
            let store = Store::open(&config.database).await?;
            let terminal = Enrolment {
                facility_code: facility.try_into()?,
                terminal_id: terminal.try_into()?,
            };
            let parts = Parts::of_the_machine(&config);
            let code = activation_code(&config, &store, &parts, &terminal).await?;
            store.close().await;
            println!("{}", code.as_str());
            Ok(())
        }
        Action::Audit {
            config,
            from,
            to,
            verify,
        } => {
            let days = (start_of(from, 0)?, start_of(to, 1)?);
            let store = Store::open(&Config::read(&config)?.database).await?;
            if verify {
                let Whole { lines, digest } = verify_audit(&store).await?;
                println!("記録は揃っています（{lines}行）\nthe record is whole, {lines} lines");
                println!("{digest}");
            } else {
                let days = (days.0.unwrap_or(i64::MIN), days.1.unwrap_or(i64::MAX));
                write_audit(&store, days, &mut std::io::stdout()).await?;
            }
            store.close().await;
            Ok(())
        }
        Action::Openapi => {
            print!("{}", check_server::openapi()?);
            Ok(())
        }
    }
}

/// The octets of a file that is a published list, and none that a person wrote.
fn published(file: &Path) -> Option<Vec<u8>> {
    // What cannot be read is told by whoever reads it as text.
    let bytes = std::fs::read(file).ok()?;
    let der = bytes.first() == Some(&0x30) && std::str::from_utf8(&bytes).is_err();
    let pem = bytes
        .trim_ascii_start()
        .starts_with(b"-----BEGIN X509 CRL-----");
    (der || pem).then_some(bytes)
}

/// The first second of a day in Japan, or of one so many days later.
fn start_of(day: Option<String>, days_later: i64) -> Result<Option<i64>, FieldError> {
    let Some(day) = day else {
        return Ok(None);
    };
    let day = Date::try_from(day)?.calendar().ok_or(FieldError::Date)?;
    let time = Timestamp::try_from(format!("{day}T00:00:00+09:00"))?;
    let seconds = time.unix_seconds().ok_or(FieldError::Timestamp)?;
    Ok(Some(seconds.saturating_add(days_later * 24 * 60 * 60)))
}

async fn serve(config: Config) -> Result<(), StartError> {
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(StartError::Listen)?;
    let address = listener.local_addr().map_err(StartError::Listen)?;
    let parts = Parts::of_the_machine(&config);
    let gateway = Arc::new(Gateway::open(config, parts).await?);
    gateway.announce(address).await?;
    let workers = Workers::start(&gateway);
    let served = axum::serve(listener, router(Arc::clone(&gateway)))
        .with_graceful_shutdown(asked_to_stop())
        .await;
    workers.end().await;
    gateway.close().await;
    served.map_err(StartError::Listen)
}

/// Ends on Ctrl-C or, where there is such a thing, on SIGTERM.
async fn asked_to_stop() {
    let interrupt = async {
        // Without a handler the process simply ends on the signal.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
