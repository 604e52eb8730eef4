using System.Net;
using Npgsql;

namespace FunctionsObo.PostgreSql;

/// <summary>
/// A connection string with what makes the driver give up early and cost little. Without it a call on a frozen server lasts for 40 seconds. Whole seconds are the driver's
/// smallest unit; requests wait less, because they do not wait for the call.
/// </summary>
internal static class ConnectionSettings
{
    /// <summary>What the rest of this package rests on, and so no other value of it may be given.</summary>
    private static readonly (string Key, object Value)[] Fixed =
    [
        ("Timeout", 1),
        ("Command Timeout", 1),
        ("Cancellation Timeout", -1), // nobody waits for the server to confirm that a command is cancelled, and a slow command does not close all connections
        ("Pooling", true),
        ("Minimum Pool Size", 0), // an instance without requests has no connection
        ("Connection Idle Lifetime", 60),
        ("Connection Pruning Interval", 10),
        ("No Reset On Close", true), // there is nothing to reset; the question would come before the next command and wait for its answer
        ("Max Auto Prepare", 0), // prepared statements belong to a connection, which PgBouncer changes between transactions
        ("Multiplexing", false),
        ("Enlist", false),
        ("Server Compatibility Mode", "NoTypeLoading"), // reads nothing of the catalogue: the types are PostgreSQL's own
        ("GSS Encryption Mode", "Disable"), // another attempt to connect, which a silent server lets hang (https://github.com/npgsql/npgsql/issues/6655)
        ("Include Error Detail", false), // rows in messages
        ("Log Parameters", false),
        ("Persist Security Info", false),
    ];

    /// <summary>Reads a connection string.</summary>
    /// <returns>Null for one that cannot be read; the driver's message may have a part of the password in it.</returns>
    public static NpgsqlConnectionStringBuilder? Parse(string connection)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The keys that the connection string must not have.</summary>
    public static IEnumerable<string> Conflicts(NpgsqlConnectionStringBuilder given) =>
        [.. Fixed.Select(one => one.Key).Append("Maximum Pool Size").Append("Keepalive").Where(given.ShouldSerialize)];

    /// <summary>Whether nobody can be between this app and the server: loopback, or a socket of this machine.</summary>
    public static bool IsThisMachine(NpgsqlConnectionStringBuilder given) => (given.Host ?? "").Split(',').All(host =>
        host.StartsWith('/') || host.StartsWith('@') || NameOf(host) is var name && (name == "localhost" || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address))));

    /// <summary>Whether the server proves by a certificate who it is.</summary>
    public static bool IsVerified(NpgsqlConnectionStringBuilder given) => !given.ShouldSerialize("SSL Mode") || given.SslMode is SslMode.VerifyFull or SslMode.VerifyCA;

    /// <summary>The whole of it.</summary>
    public static NpgsqlConnectionStringBuilder Complete(PostgreSqlTokenCacheOptions options)
    {
        var complete = new NpgsqlConnectionStringBuilder(options.Connection);
        if (!complete.ShouldSerialize("SSL Mode") && !IsThisMachine(complete)) complete.SslMode = SslMode.VerifyFull;
        if (!complete.ShouldSerialize("Application Name")) complete.ApplicationName = "functions-obo";
        foreach (var (key, value) in Fixed) complete[key] = value;
        complete.MaxPoolSize = options.MaxConnections;
        return complete;
    }

    /// <summary>Without its port.</summary>
    private static string NameOf(string host) => host.Trim() is var trimmed && trimmed.StartsWith('[') ? trimmed[1..].Split(']')[0]
        : trimmed.Count(character => character == ':') == 1 ? trimmed.Split(':')[0]
        : trimmed;
}
