using FunctionsObo.TokenStores;
using Npgsql;

namespace FunctionsObo.PostgreSql;

/// <summary>The store in PostgreSQL. Its tables are those of functions-obo.sql.</summary>
/// <param name="database">Where they are.</param>
/// <param name="listener">Tells of marks; null when nobody listens.</param>
internal sealed class PostgreSqlTokenStore(Database database, MarkListener? listener) : ICoordinatingTokenStore, IDisposable
{
    /// <summary>The version of the tables that is needed at least. A later one fits too: instances of two versions of the app run side by side while it is updated.</summary>
    public const int Layout = 1;

    /// <inheritdoc/>
    public Task<byte[]?> GetAsync(StorePlace place, CancellationToken cancellationToken) =>
        database.RunAsync(Statements.Get, command => (byte[]?)command.ExecuteScalar(), cancellationToken, Place(place));

    /// <inheritdoc/>
    public Task SetIfNewerAsync(StorePlace place, byte[] content, TimeSpan lifetime, CancellationToken cancellationToken) =>
        database.RunAsync(Statements.SetIfNewer, Rows, cancellationToken, Place(place), Value(content), Value(lifetime));

    /// <inheritdoc/>
    public Task RemoveAsync(StorePlace place, CancellationToken cancellationToken) => database.RunAsync(Statements.Remove, Rows, cancellationToken, Place(place));

    /// <inheritdoc/>
    public async Task<bool> ClaimAsync(StorePlace place, Guid holder, TimeSpan lease, CancellationToken cancellationToken) =>
        await database.RunAsync(Statements.Claim, Rows, cancellationToken, Place(place), Value(holder), Value(lease)) == 1;

    /// <inheritdoc/>
    public Task ReleaseAsync(StorePlace place, Guid holder, CancellationToken cancellationToken) =>
        database.RunAsync(Statements.Release, Rows, cancellationToken, Place(place), Value(holder));

    /// <inheritdoc/>
    public async Task AddMarkAsync(StorePlace subject, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var statement = listener is null ? Statements.AddMark : Statements.AddMarkAndTell;
        if (await database.RunAsync(statement, Rows, cancellationToken, Place(subject), Value(lifetime)) != 1) throw NoPosition();
    }

    /// <inheritdoc/>
    public Task<StoredMarks> GetMarksAsync(long position, CancellationToken cancellationToken) => database.RunAsync(Statements.GetMarks, ReadMarks, cancellationToken, Value(position));

    /// <inheritdoc/>
    public Task WaitForMarkAsync(CancellationToken cancellationToken) => listener?.WaitAsync(cancellationToken) ?? Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredSession?> GetSessionAsync(StorePlace place, CancellationToken cancellationToken) =>
        database.RunAsync(Statements.GetSession, ReadSession, cancellationToken, Place(place));

    /// <inheritdoc/>
    public async Task<bool> CompareAndSetSessionAsync(StorePlace place, long version, byte[] content, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        // By chance among 2^63, so that none comes again, also after a session is removed or a backup restored.
        NpgsqlParameter[] values = [Place(place), Value(content), Value(Random.Shared.NextInt64(1, long.MaxValue)), Value(lifetime)];
        return await (version == 0
            ? database.RunOnceAsync(Statements.CreateSession, Rows, cancellationToken, values)
            : database.RunOnceAsync(Statements.ReplaceSession, Rows, cancellationToken, [.. values, Value(version)])) == 1;
    }

    /// <inheritdoc/>
    public Task RemoveSessionAsync(StorePlace place, CancellationToken cancellationToken) => database.RunAsync(Statements.RemoveSession, Rows, cancellationToken, Place(place));

    public void Dispose() => listener?.Dispose();

    private static StoredMarks ReadMarks(NpgsqlCommand command)
    {
        using var rows = command.ExecuteReader();
        if (!rows.Read()) throw NoPosition();

        var position = rows.GetInt64(0);
        List<StoredMark> marks = [];
        if (rows.IsDBNull(1)) return new StoredMarks(marks, position);
        do marks.Add(new StoredMark(new StorePlace(rows.GetFieldValue<byte[]>(1)), new DateTimeOffset(rows.GetDateTime(2)))); while (rows.Read());
        return new StoredMarks(marks, position);
    }

    private static StoredSession? ReadSession(NpgsqlCommand command)
    {
        using var rows = command.ExecuteReader();
        return rows.Read() ? new StoredSession(rows.GetFieldValue<byte[]>(0), rows.GetInt64(1)) : null;
    }

    private static InvalidOperationException NoPosition() => new($"functions_obo.mark_position has lost its row: run {PostgreSqlScript.FileName} once more.");

    private static int Rows(NpgsqlCommand command) => command.ExecuteNonQuery();

    private static NpgsqlParameter<byte[]> Place(StorePlace place) => Value(place.ToArray());

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };
}
