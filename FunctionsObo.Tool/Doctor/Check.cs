namespace FunctionsObo.Tool.Doctor;

/// <summary>One thing that the doctor looks at.</summary>
/// <param name="Id">As docs/tool.md has it, for example <c>S1</c>. It stays.</param>
/// <param name="Subject">What should be true, in a few words.</param>
/// <param name="Needs">What has to be had to look at it.</param>
/// <param name="Look">Looks. Nothing found is fine.</param>
internal sealed record Check(string Id, string Subject, Need Needs, Func<Examination, CancellationToken, Task<IReadOnlyList<Finding>>> Look)
{
    public Check(string id, string subject, Need needs, Func<Examination, IEnumerable<Finding>> look)
        : this(id, subject, needs, (patient, _) => Task.FromResult<IReadOnlyList<Finding>>([.. look(patient)]))
    {
    }

    /// <summary>Checks without which this one has nothing to say: one of them wrong, and this one is left out.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    public CheckGroup Group => Id[0] switch
    {
        'S' => CheckGroup.Settings,
        'N' => CheckGroup.Network,
        'M' => CheckGroup.Metadata,
        'C' => CheckGroup.Credential,
        'R' => CheckGroup.Registration,
        _ => CheckGroup.Token,
    };
}

/// <summary>What a check is about, from the inside out.</summary>
internal enum CheckGroup
{
    Settings,
    Network,
    Metadata,
    Credential,
    Registration,
    Token,
}

/// <summary>What a check needs.</summary>
internal enum Need
{
    /// <summary>Nothing but the settings, and what lies beside them.</summary>
    Nothing,

    /// <summary>The network.</summary>
    Network,

    /// <summary>The app's credential, and the network.</summary>
    Credential,

    /// <summary>Somebody who may read the directory.</summary>
    Directory,

    /// <summary>A token for the API.</summary>
    Token,
}
