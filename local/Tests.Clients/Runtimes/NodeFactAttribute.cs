namespace Local.Tests.Clients.Runtimes;

/// <summary>A test of a client that runs in Node.js. Where that is missing it is skipped and says how to get it.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = InstalledNode.Missing;
}

/// <summary>A test of a client that runs in a browser. Where that is missing it is skipped and says how to get it.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = InstalledChromium.Missing;
}

/// <summary>The same with data.</summary>
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute() => Skip = InstalledNode.Missing;
}

/// <summary>The same with data.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = InstalledChromium.Missing;
}
