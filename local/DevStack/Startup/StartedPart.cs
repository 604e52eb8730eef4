namespace DevStack.Startup;

/// <summary>A part of the stack that listens from now on.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Address">Where to call it.</param>
public sealed record StartedPart(string Name, Uri Address);
