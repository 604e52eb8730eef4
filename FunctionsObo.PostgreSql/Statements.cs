namespace FunctionsObo.PostgreSql;

/// <summary>All that is asked of the database. The clock is the database's.</summary>
internal static class Statements
{
    /// <summary>Told when there is a mark; anybody may, so that it only means: look.</summary>
    public const string Channel = "functions_obo_mark";

    public const string GetLayout = "select version from functions_obo.layout";

    public const string Get = "select value from functions_obo.entry where id = $1 and expires_at > now()";

    public const string SetIfNewer = """
        insert into functions_obo.entry as present (id, value, expires_at) values ($1, $2, now() + $3)
        on conflict (id) do update set value = excluded.value, expires_at = excluded.expires_at
        where excluded.expires_at >= present.expires_at
        """;

    public const string Remove = "delete from functions_obo.entry where id = $1";

    public const string Claim = """
        insert into functions_obo.claim as present (id, holder, expires_at) values ($1, $2, clock_timestamp() + $3)
        on conflict (id) do update set holder = excluded.holder, expires_at = excluded.expires_at
        where present.holder = excluded.holder or present.expires_at <= clock_timestamp()
        """;

    public const string Release = "delete from functions_obo.claim where id = $1 and holder = $2";

    /// <summary>
    /// The update holds the only row until the commit, so that the next position is taken after this mark can be seen. Positions follow the time: those that are given out after a restore from a
    /// backup are higher than all before.
    /// </summary>
    public const string AddMark = """
        with next as (
            update functions_obo.mark_position
            set last = greatest(last + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint)
            returning last)
        insert into functions_obo.mark (position, subject, at, expires_at)
        select last, $1, clock_timestamp(), clock_timestamp() + $2 from next
        """;

    public const string AddMarkAndTell = AddMark + $" returning pg_notify('{Channel}', '')";

    /// <summary>One statement sees one moment: the marks up to the position that it tells, and no later ones.</summary>
    public const string GetMarks = """
        select total.last, mark.subject, mark.at
        from functions_obo.mark_position total
        left join functions_obo.mark on mark.position > $1 and mark.expires_at > now()
        order by mark.position
        """;

    public const string Listen = $"listen {Channel}";

    public const string GetSession = "select value, version from functions_obo.session where id = $1 and expires_at > now()";

    /// <summary>One whose time is over is as good as none.</summary>
    public const string CreateSession = """
        insert into functions_obo.session as present (id, value, version, expires_at) values ($1, $2, $3, now() + $4)
        on conflict (id) do update set value = excluded.value, version = excluded.version, expires_at = excluded.expires_at
        where present.expires_at <= now()
        """;

    public const string ReplaceSession = """
        update functions_obo.session set value = $2, version = $3, expires_at = now() + $4
        where id = $1 and version = $5 and expires_at > now()
        """;

    public const string RemoveSession = "delete from functions_obo.session where id = $1";

    /// <summary>
    /// A batch of what nobody reads any more, for one instance at a time: the lock ends with the statement, so that it works through a pooler too. Rows that somebody is writing are left for
    /// the next time.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="key">Its primary key.</param>
    /// <param name="locking">For rows that may be written meanwhile.</param>
    private static string DeleteExpired(string table, string key, string locking) => $"""
        with expired as (
            select {key} from functions_obo.{table}
            where expires_at <= now() and (select pg_try_advisory_xact_lock(5503206951173290851))
            limit $1 {locking})
        delete from functions_obo.{table} using expired where {table}.{key} = expired.{key} and {table}.expires_at <= now()
        """;

    public static readonly string[] CleanUp =
    [
        DeleteExpired("entry", "id", "for update skip locked"),
        DeleteExpired("claim", "id", "for update skip locked"),
        DeleteExpired("session", "id", "for update skip locked"),
        DeleteExpired("mark", "position", ""), // nobody changes one, and the app may not
    ];
}
