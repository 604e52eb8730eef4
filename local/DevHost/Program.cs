using DevStack;

return await DevConsole.RunAsync(args, FunctionApp.Program.CreateBuilder);
