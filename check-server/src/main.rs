//! The command `check-server`: serve, import, and print the contract.

use check_api::terminal::Enrolment;
use check_server::{
    Config, Gateway, Parts, People, Revocations, StartError, Store, Workers, activation_code,
    router,
};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
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
    /// Replace the list of revoked certificates by that of a file.
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
            let store = Store::open(&Config::read(&config)?.database).await?;
            store.replace_people(&people).await?;
            store.close().await;
            Ok(())
        }
        Action::Revoke {
            config,
            revocations,
        } => {
            let list = Revocations::read(&revocations)?;
            let store = Store::open(&Config::read(&config)?.database).await?;
            store.replace_revocations(&list).await?;
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
        Action::Openapi => {
            print!("{}", check_server::openapi()?);
            Ok(())
        }
    }
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
