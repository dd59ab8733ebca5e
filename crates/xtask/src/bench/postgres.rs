//! A PostgreSQL server of its own for a bench: a fresh cluster on the disk that is measured, gone afterwards.

use anyhow::{Context, Result, bail};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running server; stopped and removed when dropped.
pub struct Postgres {
    programs: PathBuf,
    cluster: PathBuf,
}

impl Postgres {
    /// Starts a server in a new folder with the settings of a file.
    ///
    /// - Output: none where PostgreSQL is not installed (`apt-get install postgresql`).
    pub fn start(cluster: &Path, settings: &Path) -> Result<Option<Self>> {
        let Some(programs) = programs() else {
            return Ok(None);
        };
        let server = Self {
            programs,
            cluster: cluster.to_owned(),
        };
        if cluster.exists() {
            fs::remove_dir_all(cluster)?;
        }
        fs::create_dir_all(cluster)?;
        if is_root() {
            // The server refuses to run as root.
            done(Command::new("chown").arg("postgres").arg(cluster))?;
        }
        let data = cluster.join("data");
        done(
            server
                .program("initdb")
                .args([
                    "--auth",
                    "trust",
                    "--username",
                    "bench",
                    "--encoding",
                    "UTF8",
                ])
                .args(["--no-instructions", "--pgdata"])
                .arg(&data),
        )?;
        let mut conf = fs::OpenOptions::new()
            .append(true)
            .open(data.join("postgresql.conf"))?;
        conf.write_all(&fs::read(settings)?)?;
        writeln!(
            conf,
            "unix_socket_directories = '{}'",
            cluster.to_string_lossy()
        )?;
        done(
            server
                .program("pg_ctl")
                .args(["--wait", "--silent", "--log"])
                .arg(cluster.join("log"))
                .arg("--pgdata")
                .arg(&data)
                .arg("start"),
        )?;
        Ok(Some(server))
    }

    /// Says which version runs, such as `PostgreSQL 15.18 (Debian …)`.
    pub fn version(&self) -> Result<String> {
        let answer = self.sql("template1", "select split_part(version(), ' on ', 1)")?;
        Ok(answer.trim().to_owned())
    }

    /// Makes a database anew and runs SQL in it.
    pub fn fresh(&self, database: &str, sql: &str) -> Result<()> {
        self.sql("template1", &format!("drop database if exists {database}"))?;
        self.sql("template1", &format!("create database {database}"))?;
        self.sql(database, sql)?;
        self.sql(database, "checkpoint").map(drop)
    }

    /// Makes a database anew as a copy of another and runs SQL in it.
    pub fn copy(&self, from: &str, database: &str, sql: &str) -> Result<()> {
        self.sql("template1", &format!("drop database if exists {database}"))?;
        self.sql(
            "template1",
            &format!("create database {database} template {from}"),
        )?;
        self.sql(database, sql)?;
        self.sql(database, "checkpoint").map(drop)
    }

    /// Runs SQL and gives what it prints: values alone, a line each.
    pub fn sql(&self, database: &str, sql: &str) -> Result<String> {
        let mut psql = self.client("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
            .args(["--set", "ON_ERROR_STOP=1", "--dbname", database]);
        let mut child = psql
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start psql")?;
        if let Some(input) = &mut child.stdin {
            input.write_all(sql.as_bytes())?;
        }
        let ended = child.wait_with_output()?;
        if !ended.status.success() {
            bail!("psql ended with {}", ended.status);
        }
        Ok(String::from_utf8(ended.stdout)?)
    }

    /// Runs a script of pgbench to its end; gives transactions a second, without the time to connect.
    pub fn bench(&self, database: &str, script: &Path, flags: &[String]) -> Result<f64> {
        let ended = self
            .pgbench(database, script)
            .args(flags)
            .stderr(Stdio::inherit())
            .output()
            .context("cannot start pgbench")?;
        let printed = String::from_utf8(ended.stdout)?;
        if !ended.status.success() {
            bail!("pgbench ended with {}", ended.status);
        }
        let rate = printed
            .lines()
            .find_map(|line| line.strip_prefix("tps = "))
            .and_then(|rest| rest.split(' ').next()?.parse().ok());
        rate.with_context(|| format!("pgbench gave no rate: {printed}"))
    }

    /// Starts a script of pgbench that goes on until [`Postgres::stop`].
    pub fn beside(&self, database: &str, script: &Path) -> Result<Child> {
        let mut command = self.pgbench(database, script);
        command
            .args(["--time", "3600"])
            .env("PGAPPNAME", "beside")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.spawn().context("cannot start pgbench")
    }

    /// Ends what runs beside.
    pub fn stop(&self, database: &str, mut beside: Child) -> Result<()> {
        self.sql(
            database,
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'beside'",
        )?;
        beside.wait()?;
        Ok(())
    }

    fn pgbench(&self, database: &str, script: &Path) -> Command {
        let mut command = self.client("pgbench");
        command
            .args(["--no-vacuum", "--protocol", "prepared", "--file"])
            .arg(script)
            .arg(database);
        command
    }

    fn client(&self, name: &str) -> Command {
        let mut command = self.program(name);
        command
            .env("PGHOST", &self.cluster)
            .env("PGUSER", "bench")
            .env("PGOPTIONS", "--client-min-messages=warning");
        command
    }

    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let stopped = done(
            self.program("pg_ctl")
                .args(["--wait", "--silent", "--mode", "immediate", "--pgdata"])
                .arg(self.cluster.join("data"))
                .arg("stop"),
        );
        if let Err(error) = stopped.and_then(|()| Ok(fs::remove_dir_all(&self.cluster)?)) {
            eprintln!("PostgreSQL in {}: {error:#}", self.cluster.display());
        }
    }
}

/// Where the server's programs lie: as pg_config says, or the newest of Debian's.
fn programs() -> Option<PathBuf> {
    let said = Command::new("pg_config").arg("--bindir").output().ok();
    let said = said.and_then(|o| String::from_utf8(o.stdout).ok());
    let debian = fs::read_dir("/usr/lib/postgresql")
        .ok()
        .into_iter()
        .flatten();
    let debian = debian.filter_map(|found| Some(found.ok()?.path().join("bin")));
    said.map(|text| PathBuf::from(text.trim()))
        .into_iter()
        .chain(debian)
        .filter(|folder| folder.join("initdb").exists())
        .max()
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|of| std::os::unix::fs::MetadataExt::uid(&of) == 0)
}

/// Runs a command that prints nothing of interest.
fn done(command: &mut Command) -> Result<()> {
    let ended = command
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    if !ended.success() {
        bail!("{} ended with {ended}", command.get_program().display());
    }
    Ok(())
}
